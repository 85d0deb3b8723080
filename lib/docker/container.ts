import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
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
   * @default - none
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
    const onNetwork = opts?.id === undefined && opts?.urn === undefined ? withOwnNetwork(name, rest, opts) : rest;
    const hardened = dropIn(TYPE, name, onNetwork, opts, { writablePaths, bindAddress: LOOPBACK });
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}

/** The network is beside the container, not below it: a child waits for its parent, and this parent for its network. */
function withOwnNetwork(name: string, args: docker.ContainerArgs & Additions, opts: pulumi.CustomResourceOptions | undefined) {
  if (args.networkMode !== undefined || args.networksAdvanced !== undefined) return args;
  const { parent, provider, protect, retainOnDelete } = opts ?? {};
  const network = new Network(
    `${name}-network`,
    {},
    {
      ...(parent !== undefined && { parent }),
      ...(provider !== undefined && { provider }),
      ...(protect !== undefined && { protect }),
      ...(retainOnDelete !== undefined && { retainOnDelete }),
    },
  );
  return { ...args, networksAdvanced: [{ name: network.name }] };
}
