import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';
import type { WritableFolder } from './hardening/writable-paths';
import { Network } from './network';

const TYPE = 'docker:index/container:Container';

/** Docker's rules pass by the firewall of the host: what is published to all addresses is published to the internet. */
const LOOPBACK = '127.0.0.1';

/** Arguments of a {@link Container}: those of @pulumi/docker, and what tempered adds. */
export interface ContainerArgs extends docker.ContainerArgs, Additions {
  /**
   * Folders that the program writes to; everything else of its file system is read-only. Each is a tmpfs, limited in size, from which
   * nothing runs: gone when the container stops. What must stay belongs in a volume.
   *
   * @default - /tmp, and what the image is known to need
   */
  readonly writablePaths?: readonly (string | WritableFolder)[];
}

/**
 * A `docker.Container` of @pulumi/docker, hardened. What is left open is filled in with what the profile asks: a user that is not root,
 * no capabilities, a read-only root, no-new-privileges, limits. Published ports are bound to 127.0.0.1 unless they say `ip`, and a
 * container that names no network gets one of its own, so that it never is on the default bridge with all the others.
 *
 * The engine's own seccomp profile stays. For a stricter one, `securityOpts` takes its content and no path, since the provider sends it to
 * the engine as it is: ``[`seccomp=${readFileSync('strict.json', 'utf8')}`, 'no-new-privileges:true']``.
 *
 * What insecure is written plainly throws before anything is deployed; what comes from an output fails the deployment when it resolves.
 *
 * @example
 * ```ts
 * const image = new docker.RemoteImage('web', { name: 'registry.example/web:1.4.2' });
 * new docker.Container('web', {
 *   image: image.repoDigest,
 *   ports: [{ internal: 8080, external: 8080 }],
 *   writablePaths: ['/tmp'],
 * });
 * ```
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class Container extends docker.Container {
  public constructor(name: string, args: ContainerArgs, opts?: pulumi.CustomResourceOptions) {
    const { writablePaths = [], ...rest } = args;
    const isRead = opts?.id !== undefined || opts?.urn !== undefined;
    const isAlone = !isRead && rest.networkMode === undefined && rest.networksAdvanced === undefined;
    const own = isAlone ? new OwnNetwork(`${name}-network`, opts) : undefined;
    const onNetwork = own === undefined ? rest : { ...rest, networksAdvanced: [{ name: own.name }] };
    const hardened = dropIn(TYPE, name, onNetwork, opts, { writablePaths, bindAddress: LOOPBACK });
    // Judged first: what is refused must not leave a network behind.
    own?.register();
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}

/** A network that is spoken of before it is registered. It is beside the container: a child waits for its parent, and this parent for it. */
class OwnNetwork {
  public readonly name: pulumi.Output<string>;
  private resolve: (name: pulumi.Output<string>) => void = () => {};

  public constructor(
    private readonly resource: string,
    private readonly opts: pulumi.CustomResourceOptions | undefined,
  ) {
    this.name = pulumi.output(
      new Promise<pulumi.Output<string>>((resolve) => {
        this.resolve = resolve;
      }),
    );
  }

  public register(): void {
    const { parent, provider, protect, retainOnDelete } = this.opts ?? {};
    const network = new Network(
      this.resource,
      {},
      {
        ...(parent !== undefined && { parent }),
        ...(provider !== undefined && { provider }),
        ...(protect !== undefined && { protect }),
        ...(retainOnDelete !== undefined && { retainOnDelete }),
      },
    );
    this.resolve(network.name);
  }
}
