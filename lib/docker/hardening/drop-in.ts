import * as pulumi from '@pulumi/pulumi';
import { restricted } from '../../profiles/restricted';
import { checkedWaivers } from '../resource-waiver';
import type { Additions } from './additions';
import type { Completion } from './complete-container';
import { neighboursWith } from './daemon';
import { type HardenInputsOptions, hardenInputs } from './harden-inputs';
import { resourceKind } from './resource-kinds';
import { withSecretInputs } from './secret-inputs';

/** What a resource of ours is registered with. */
export interface DropIn<Args> {
  readonly args: Args;
  readonly opts: pulumi.CustomResourceOptions | undefined;
  /** Says the advice about the resource, once it is there to be pointed at. */
  readonly sayAbout: (resource: pulumi.Resource) => void;
}

/** What resources of ours were told, by type and name: a transform of the whole stack sees them a second time, and must ask the same. */
const own = new Map<string, Pick<HardenInputsOptions, 'waivers' | 'profile' | 'neighbours'>>();

const keyOf = (type: string, name: string): string => `${type} ${name}`;

/** What the resource was told that a constructor of ours made; nothing of any other. */
export function toldByConstructor(type: string, name: string): Pick<HardenInputsOptions, 'waivers' | 'profile' | 'neighbours'> {
  return own.get(keyOf(type, name)) ?? {};
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
  const told = {
    waivers: checkedWaivers(waivers, `${resourceKind(type)?.title ?? type} "${name}"`),
    profile: profile ?? restricted,
    ...(daemon !== undefined && { neighbours: neighboursWith(daemon) }),
  };
  own.set(keyOf(type, name), told);
  const hardened = hardenInputs(type, args, { ...completion, ...told, name });
  const judged: Promise<pulumi.Input<pulumi.Resource>[]> = hardened.judged.then(() => []);
  // Where the constructor of @pulumi/docker throws, nobody waits for it.
  judged.catch(() => {});
  return {
    // Hardening fills in what the types have, and leaves the rest as it is.
    args: withSecretInputs(type, hardened.props) as Omit<Args, keyof Additions>,
    opts: hardened.isPending ? pulumi.mergeOptions(opts, { dependsOn: judged }) : opts,
    sayAbout: (resource) => hardened.advice.about(resource),
  };
}
