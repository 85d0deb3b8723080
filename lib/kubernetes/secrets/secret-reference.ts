import { ApiObject } from 'cdk8s';
import { type AbstractPod, type Container, type ISecret, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { constructError } from './construct-error';
import type { ExternalSecret } from './external/external-secret';
import type { SealedSecret } from './sealed/sealed-secret';

/** How a container gets to see a secret. */
export interface SecretMountProps {
  /** The folder, an absolute path: every key is a file in it. */
  readonly path: string;
  /**
   * How a rotated value reaches the program. `reread`: the kubelet replaces the files within about a minute, and the program reads
   * them again. `restart`: the pods are replaced, by Stakater's Reloader, which must run in the cluster.
   */
  readonly rotation: 'reread' | 'restart';
}

/** Owner and group may read, others nothing. */
const MODE = 0o440;
const RELOAD = 'secret.reloader.stakater.com/reload';

/** The Secrets that Reloader watches for each workload. */
const reloaded = new WeakMap<Construct, Set<string>>();
/** One volume a source: two references to it are the same files. */
const volumes = new WeakMap<Construct, Volume>();

function volumeOf(source: Construct, secret: ISecret): Volume {
  const name = `secret-${source.node.addr.slice(-12)}`;
  const volume = volumes.get(source) ?? Volume.fromSecret(source, 'Volume', secret, { name, defaultMode: MODE });
  volumes.set(source, volume);
  return volume;
}

/**
 * A secret that a workload uses, wherever it is kept: its name, never its value. It is mounted as files, read-only and 0440.
 *
 * @example
 * ```ts
 * const password = SecretReference.fromExternalSecret(database);
 * password.mountInto(web, container, { path: '/var/run/secrets/database', rotation: 'restart' });
 * ```
 */
export class SecretReference {
  /** The Secret that an ExternalSecret makes. */
  public static fromExternalSecret(source: ExternalSecret): SecretReference {
    return new SecretReference(source, source.secret);
  }

  /** The Secret that a SealedSecret opens to. */
  public static fromSealedSecret(source: SealedSecret): SecretReference {
    return new SecretReference(source, source.secret);
  }

  private constructor(
    private readonly source: Construct,
    /** The Secret that is mounted. */
    public readonly secret: ISecret,
  ) {}

  /**
   * Mounts the secret into a container of the workload.
   *
   * @throws a TemperedError `invalid-secret-path` for a path that is not absolute
   */
  public mountInto(workload: AbstractPod & Construct, container: Container, { path, rotation }: SecretMountProps): void {
    if (!/^\/[^:]+$/.test(path) || path.split('/').includes('..')) {
      const wrong = `${JSON.stringify(path)} is no folder to mount a secret at`;
      throw constructError('invalid-secret-path', workload, '', wrong, 'Name one by its absolute path: "/var/run/secrets/database".');
    }
    const { name } = this.secret;
    container.mount(path, volumeOf(this.source, this.secret), { readOnly: true });
    if (rotation === 'restart') {
      const names = reloaded.get(workload) ?? new Set();
      reloaded.set(workload, names.add(name));
      ApiObject.of(workload).metadata.addAnnotation(RELOAD, [...names].join(','));
    }
  }
}
