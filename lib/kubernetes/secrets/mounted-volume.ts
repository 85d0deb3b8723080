import { ApiObject } from 'cdk8s';
import { type Container, type ISecret, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { constructError } from './construct-error';
import { restartOnChange, type SecretRotation, type Watched } from './rotation';
import type { SecretSource, SecretUser } from './secret-source';

/** Owner and group may read, others nothing. */
const MODE = 0o440;

/** One volume a source: two references to it are the same files. */
const volumes = new WeakMap<Construct, Volume>();

/** A source whose files are a volume of the pod. */
export class MountedVolume implements SecretSource {
  /** A Secret of the cluster, mounted as files with mode 0440. */
  public static ofSecret(source: Construct, secret: ISecret, keys?: readonly string[]): MountedVolume {
    const make = (name: string) => Volume.fromSecret(source, 'Volume', secret, { name, defaultMode: MODE });
    return new MountedVolume(source, make, secret, keys, { kind: 'secret', name: secret.name });
  }

  /** @param used what is done where a workload uses it; given where the Secret is there only while a pod has the volume */
  public constructor(
    private readonly source: Construct,
    private readonly make: (name: string) => Volume,
    public readonly secret: ISecret | undefined,
    public readonly keys: readonly string[] | undefined,
    private readonly watched: { readonly kind: Watched; readonly name: string },
    private readonly used?: (workload: SecretUser) => void,
  ) {}

  public mount(workload: SecretUser, container: Container, path: string, rotation: SecretRotation): void {
    this.checkNamespace(workload);
    this.used?.(workload);
    container.mount(path, this.volume, { readOnly: true });
    if (rotation === 'restart') restartOnChange(workload, this.watched.kind, this.watched.name);
  }

  /**
   * The Secret of a driver is there only once a kubelet has mounted the volume, and it mounts none that no container mounts
   * (pkg/volume/util, GetPodVolumeNames): without one the container of the variable would wait for its Secret for ever.
   */
  public prepare(workload: SecretUser, container: Container): void {
    this.checkNamespace(workload);
    if (this.used === undefined) return;
    this.used(workload);
    const { volume } = this;
    const mounted = workload.containers.some(({ mounts }) => mounts.some((each) => each.volume === volume));
    if (!mounted) container.mount(`/run/secrets-store/${volume.name}`, volume, { readOnly: true });
  }

  private get volume(): Volume {
    const volume = volumes.get(this.source) ?? this.make(`secret-${this.source.node.addr.slice(-12)}`);
    volumes.set(this.source, volume);
    return volume;
  }

  /** A pod mounts what is in its own namespace; a kubelet would wait for ever for what is in another. */
  private checkNamespace(workload: SecretUser): void {
    const object = [this.source, ...this.source.node.findAll()].find(ApiObject.isApiObject);
    const [from, into] = [object?.metadata.namespace, ApiObject.of(workload).metadata.namespace];
    if (from === undefined || into === undefined || from === into) return;
    const wrong = `${this.source.node.path} is in the namespace "${from}", the workload in "${into}"`;
    throw constructError('secret-of-another-namespace', workload, '', wrong, 'Make one in the namespace of the workload.');
  }
}
