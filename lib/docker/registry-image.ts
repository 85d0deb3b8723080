import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { attested } from './hardening/attested-build';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/registryImage:RegistryImage';

/** Arguments of a {@link RegistryImage}: those of @pulumi/docker, and what tempered adds. */
export interface RegistryImageArgs extends docker.RegistryImageArgs, Additions {}

/**
 * An image that is pushed to a registry. A build by a buildx builder gets provenance and an SBOM, which travel with the image.
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class RegistryImage extends docker.RegistryImage {
  public constructor(name: string, args: RegistryImageArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, attested(args), opts);
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
