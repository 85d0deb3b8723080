import { type Container, EnvValue, type ISecret, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type WaiverProps, waive } from '../waive';
import { constructError } from './construct-error';
import type { SecretProviderClass } from './csi/secret-provider-class';
import type { ExternalSecret } from './external/external-secret';
import { MountedVolume } from './mounted-volume';
import { restartOnChange, type SecretRotation } from './rotation';
import type { SealedSecret } from './sealed/sealed-secret';
import type { SecretSource, SecretUser } from './secret-source';
import { AgentFiles, type VaultAgentRotation } from './vault-agent/agent-files';
import type { VaultAgent, VaultAgentFile } from './vault-agent/vault-agent';

/** How a container gets to see a secret. */
export interface SecretMountProps<Rotation extends SecretRotation = SecretRotation> {
  /** The folder, an absolute path: every key is a file in it. */
  readonly path: string;
  /** How a rotated value reaches the program; stated, since nothing else would remind of it. */
  readonly rotation: Rotation;
}

/** A secret among the options of a container: what is mounted (`from`), where, and how rotation arrives. */
export type ContainerSecret =
  | (SecretMountProps & { readonly from: SecretReference })
  | (SecretMountProps<VaultAgentRotation> & { readonly from: SecretReference<VaultAgentRotation> });

/** Mounts a secret that stands among the options of the container. */
export function mountContainerSecret(workload: SecretUser, container: Container, secret: ContainerSecret): void {
  const { path } = secret;
  if (secret.rotation === 'restart') secret.from.mountInto(workload, container, { path, rotation: secret.rotation });
  else secret.from.mountInto(workload, container, { path, rotation: secret.rotation });
}

/** How a secret gets into environment variables, and why it has to. */
export interface SecretVariablesProps extends Pick<WaiverProps, 'reason' | 'expires' | 'ticket'> {
  /** The variables, and the key of the secret that each is set to: `{ DB_PASSWORD: 'password' }`. */
  readonly variables: Readonly<Record<string, string>>;
  /** How a rotated value reaches the program. A variable never changes while a program runs. */
  readonly rotation: Exclude<SecretRotation, 'reread'>;
}

/**
 * A secret that a workload uses, wherever it is kept: its name, never its value. It is mounted as files, and they are read-only.
 *
 * @example
 * ```ts
 * const password = SecretReference.fromExternalSecret(database);
 * password.mountInto(web, container, { path: '/var/run/secrets/database', rotation: 'restart' });
 * ```
 */
export class SecretReference<Rotation extends SecretRotation = SecretRotation> {
  /** The Secret that an ExternalSecret makes. */
  public static fromExternalSecret(source: ExternalSecret): SecretReference {
    return new SecretReference(MountedVolume.ofSecret(source, source.secret, source.keys));
  }

  /** The Secret that a SealedSecret opens to. */
  public static fromSealedSecret(source: SealedSecret): SecretReference {
    return new SecretReference(MountedVolume.ofSecret(source, source.secret, source.keys));
  }

  /**
   * A Secret that something else makes, in the namespace of the workload: an operator, or a chart of others.
   *
   * @throws a TemperedError `invalid-secret-name`
   */
  public static fromSecretName(scope: Construct, id: string, name: string): SecretReference {
    if (!/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
      throw constructError('invalid-secret-name', scope, id, 'the name of a Secret is made of small letters, digits, "-" and "."');
    const source = new Construct(scope, id);
    return new SecretReference(MountedVolume.ofSecret(source, Secret.fromSecretName(source, 'Secret', name)));
  }

  /** What a SecretProviderClass fetches for a pod; it never becomes a Secret unless the class says so (`sync`). */
  public static fromSecretProviderClass(source: SecretProviderClass): SecretReference {
    return new SecretReference(source.source);
  }

  /**
   * Files that Vault's injector has an agent write, by their names; no Secret, and nothing that Reloader could see.
   *
   * @throws where it is mounted: a TemperedError `invalid-vault-agent`; when the pod renders, `unfit-pod`
   */
  public static fromVaultAgent(agent: VaultAgent, files: Readonly<Record<string, VaultAgentFile>>): SecretReference<VaultAgentRotation> {
    return new SecretReference(new AgentFiles(agent, files));
  }

  private constructor(private readonly source: SecretSource<Rotation>) {}

  /** The Secret of the cluster that holds it; undefined where the value never becomes one. */
  public get secret(): ISecret | undefined {
    return this.source.secret;
  }

  /**
   * Mounts the secret into a container of the workload.
   *
   * @throws a TemperedError `invalid-secret-path` for a path that is not absolute, `secret-of-another-namespace`
   */
  public mountInto(workload: SecretUser, container: Container, { path, rotation }: SecretMountProps<Rotation>): void {
    if (!/^\/[^:]+$/.test(path) || path.split('/').includes('..')) {
      const wrong = `${JSON.stringify(path)} is no folder to mount a secret at`;
      throw constructError('invalid-secret-path', workload, '', wrong, 'Name one by its absolute path: "/var/run/secrets/database".');
    }
    this.source.mount(workload, container, path, rotation);
  }

  /**
   * Sets environment variables of a container to keys of the secret, for an image that reads nothing else. A waiver of
   * `secret-in-env` goes with it: every child process inherits variables, and crash reports show them.
   *
   * @throws a TemperedError `invalid-secret-variable` for a name or a key that cannot be, `no-secret-object` where there is no Secret
   */
  public intoEnvironment(workload: SecretUser, container: Container, props: SecretVariablesProps): void {
    const { variables, rotation, ...waiver } = props;
    const { secret, keys } = this.source;
    if (secret === undefined) {
      const wrong = 'variables are set from a Secret, and this source makes none';
      throw constructError('no-secret-object', workload, '', wrong, 'Mount it, or give the SecretProviderClass `sync`.');
    }
    for (const [variable, key] of Object.entries(variables)) {
      // What was given is not repeated: a value may stand where its key should.
      const fail = (wrong: string, hint?: string) => constructError('invalid-secret-variable', workload, '', wrong, hint);
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) throw fail('the name of a variable is made of letters, digits and "_"');
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) throw fail(`the variable ${variable} is set to what cannot be a key of a Secret`);
      if (keys !== undefined && !keys.includes(key))
        throw fail(`the variable ${variable} is set to a key that ${secret.name} does not have`, `Its keys: ${keys.join(', ')}.`);
    }
    waive(container, { control: 'secret-in-env', ...waiver });
    this.source.prepare(workload, container);
    for (const [variable, key] of Object.entries(variables)) container.env.addVariable(variable, EnvValue.fromSecretValue({ secret, key }));
    if (rotation === 'restart') restartOnChange(workload, 'secret', secret.name);
  }
}
