import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/volume:Volume';

/** Arguments of a {@link Volume}: those of @pulumi/docker, and what tempered adds. */
export interface VolumeArgs extends docker.VolumeArgs, Additions {}

/**
 * A `docker.Volume` of @pulumi/docker. One whose driver options make it a folder of the host under another name (`o: bind`) is judged as
 * the bind mount that it is; what else is dangerous about a volume is judged with the container.
 *
 * @throws an InsecureResourceError where it is a folder of the host that no container may have, and that is not waived
 */
export class Volume extends docker.Volume {
  public constructor(name: string, args: VolumeArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, args, opts);
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
