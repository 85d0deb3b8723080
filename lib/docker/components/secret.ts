import { TemperedError } from '../../errors';

/** Where the content of a secret is. Only this is ever written: no content passes through the library. */
export type SecretSource =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'external'; readonly name: string }
  | { readonly from: 'environment'; readonly variable: string };

/**
 * A secret that services read as a file below /run/secrets, by reference.
 *
 * @example
 * ```ts
 * const password = docker.ServiceSecret.external('database-password');
 * new docker.ContainerService(stack, 'api', { image, secrets: [password] });
 * ```
 */
export class ServiceSecret {
  /**
   * A file beside the Compose file. Compose mounts it as it is: owner and mode are those of the file, so make it readable
   * for user 65532 alone. A Swarm reads it once and keeps it encrypted.
   */
  public static fromFile(name: string, path: string): ServiceSecret {
    return new ServiceSecret(name, { from: 'file', path });
  }

  /** A secret that exists already: made by `docker secret create`, or by a provider of the platform. */
  public static external(name: string, actualName: string = name): ServiceSecret {
    return new ServiceSecret(name, { from: 'external', name: actualName });
  }

  /**
   * A variable of the shell that runs `docker compose`. Compose copies it into the container when it starts, which fails on a
   * read-only root file system: such a service needs a waiver of `docker-read-only-root`. Prefer a file. No stack can do it.
   */
  public static fromEnvironment(name: string, variable: string): ServiceSecret {
    return new ServiceSecret(name, { from: 'environment', variable });
  }

  private constructor(
    /** How services name it; the file is /run/secrets/NAME. */
    public readonly name: string,
    /** Where its content is. */
    public readonly source: SecretSource,
  ) {
    if (!/^[a-zA-Z0-9][\w.-]*$/.test(name))
      throw new TemperedError('invalid-name', `"${name}" cannot name a secret: letters, digits, dots, dashes and underscores`);
  }
}

/** How a service gets a secret. */
export interface SecretMount {
  /** Which one. */
  readonly secret: ServiceSecret;
  /** Name of the file below /run/secrets, or a whole path. Default: the name of the secret. */
  readonly target?: string;
  /** Octal. Default: 0440, as the service's own group reads it and nobody writes it. Honoured by Swarm alone. */
  readonly mode?: string;
}
