import * as pulumi from '@pulumi/pulumi';
import { checkedWaivers } from '../resource-waiver';
import type { Additions } from './additions';
import type { Completion } from './complete-container';
import { neighboursWith } from './daemon';
import { hardenInputs } from './harden-inputs';

/** What a resource of ours is registered with. */
export interface DropIn<Args> {
  readonly args: Args;
  readonly opts: pulumi.CustomResourceOptions | undefined;
  /** Says the advice about the resource, once it is there to be pointed at. */
  readonly sayAbout: (resource: pulumi.Resource) => void;
}

/**
 * The arguments and options of a resource of ours, hardened: the first statement of each constructor.
 *
 * What is read from the engine (`opts.id`) is as it is, and nothing is done to it.
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export function dropIn<Args extends object>(
  type: string,
  name: string,
  { waivers, profile, daemon, ...args }: Args & Additions,
  opts: pulumi.CustomResourceOptions | undefined,
  completion: Completion = {},
): DropIn<Omit<Args, keyof Additions>> {
  if (opts?.id !== undefined || opts?.urn !== undefined) return { args, opts, sayAbout: () => {} };
  const hardened = hardenInputs(type, args, {
    ...completion,
    name,
    waivers: checkedWaivers(waivers),
    ...(profile !== undefined && { profile }),
    ...(daemon !== undefined && { neighbours: neighboursWith(daemon) }),
  });
  const judged: Promise<pulumi.Input<pulumi.Resource>[]> = hardened.judged.then(() => []);
  // Where the constructor of @pulumi/docker throws, nobody waits for it.
  judged.catch(() => {});
  return {
    // Hardening fills in what the types have, and leaves the rest as it is.
    args: hardened.props as Omit<Args, keyof Additions>,
    opts: hardened.isPending ? pulumi.mergeOptions(opts, { dependsOn: judged }) : opts,
    sayAbout: (resource) => hardened.advice.about(resource),
  };
}
