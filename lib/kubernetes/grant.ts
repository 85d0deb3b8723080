import type * as plus from 'cdk8s-plus-28';
import { TemperedError } from '../errors';

/** What may be done with one object whose name is known. */
export type VerbOfOne = 'get' | 'list' | 'watch' | 'update' | 'patch' | 'delete';

/** What may be done; neither everything (`*`) nor a way to more rights (`escalate`, `bind`, `impersonate`) is among them. */
export type GrantedVerb = VerbOfOne | 'create' | 'deletecollection';

/** One right, as small as it goes. What no such right can say is `allow`, as in cdk8s-plus, and a waiver where it opens the cluster. */
export type Grant = {
  /** Of what: `ApiResource.CONFIG_MAPS`, or `ApiResource.custom({ apiGroup, resourceType: 'deployments/scale' })`. */
  readonly of: readonly [plus.ApiResource, ...plus.ApiResource[]];
} & (
  | {
      readonly verbs: readonly [VerbOfOne, ...VerbOfOne[]];
      /**
       * The names of the objects. `create` and `deletecollection` know none: whoever creates chooses the name.
       *
       * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
       */
      readonly names: readonly [string, ...string[]];
    }
  | { readonly verbs: readonly [GrantedVerb, ...GrantedVerb[]]; readonly names?: undefined }
);

const ONE: ReadonlySet<string> = new Set<VerbOfOne>(['get', 'list', 'watch', 'update', 'patch', 'delete']);
const ALL: ReadonlySet<string> = new Set<GrantedVerb>(['get', 'list', 'watch', 'update', 'patch', 'delete', 'create', 'deletecollection']);

/** A resource, and perhaps one object of it. */
export interface GrantedResource {
  readonly apiGroup: string;
  readonly resourceType: string;
  readonly resourceName?: string;
}

/**
 * What a right is about, an object at a time where names are given.
 *
 * @throws a TemperedError `invalid-grant` for what the types do not allow either
 */
export function grantedResources(path: string, { of, verbs, names }: Grant): readonly GrantedResource[] {
  const unfit = verbs.find((verb) => !(names === undefined ? ALL : ONE).has(verb));
  if (unfit !== undefined)
    throw new TemperedError('invalid-grant', `${path}: "${unfit}" cannot be granted${names === undefined ? '' : ' by name'}`, {
      hint: ALL.has(unfit)
        ? 'Leave the names out: whoever creates an object, or deletes all of them, names none.'
        : 'Say the verbs that are needed; where it must be this one, use allow() and waive() the control that it fails.',
    });
  if (names?.length === 0 || of.length === 0)
    throw new TemperedError('invalid-grant', `${path}: a grant of nothing, which a Role reads as one of everything`, {
      hint: 'Name what it is of; leave names out where it is of every object.',
    });
  return of.flatMap(({ apiGroup, resourceType }) =>
    names === undefined ? [{ apiGroup, resourceType }] : names.map((resourceName) => ({ apiGroup, resourceType, resourceName })),
  );
}
