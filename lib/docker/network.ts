import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/network:Network';

/** Arguments of a {@link Network}: those of @pulumi/docker, and what tempered adds. */
export interface NetworkArgs extends docker.NetworkArgs, Additions {}

/**
 * A `docker.Network` of @pulumi/docker, judged and completed by the controls about networks.
 *
 * @example
 * ```ts
 * const data = new docker.Network('data', { internal: true });
 * ```
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class Network extends docker.Network {
  public constructor(name: string, args: NetworkArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, args, opts);
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
