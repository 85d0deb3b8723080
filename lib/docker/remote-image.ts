import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { attested } from './hardening/attested-build';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/remoteImage:RemoteImage';

/** Arguments of a {@link RemoteImage}: those of @pulumi/docker, and what tempered adds. */
export interface RemoteImageArgs extends docker.RemoteImageArgs, Additions {}

/**
 * An image that is pulled, or built on the engine. A tag can be moved to another image; `repoDigest` says which one was pulled, and is
 * what a container should run. A build by a buildx builder gets provenance and an SBOM.
 *
 * @example
 * ```ts
 * const image = new docker.RemoteImage('web', { name: 'registry.example/web:1.4.2' });
 * new docker.Container('web', { image: image.repoDigest });
 * ```
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class RemoteImage extends docker.RemoteImage {
  public constructor(name: string, args: RemoteImageArgs, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, attested(args), opts);
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
