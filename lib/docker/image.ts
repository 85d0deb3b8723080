import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/image:Image';

/** Arguments of an {@link Image}: those of @pulumi/docker, and what tempered adds. */
export interface ImageArgs extends docker.ImageArgs, Additions {}

/**
 * An image that is built and pushed. Build arguments stay readable in the history of the image, hence a credential among them is
 * refused. Its `repoDigest` is what a container should run.
 *
 * This resource has no words for secrets of a build, provenance and an SBOM; {@link RegistryImage} and {@link RemoteImage} have.
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class Image extends docker.Image {
  public constructor(name: string, args: ImageArgs, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, args, opts);
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
