import { TemperedError } from '../../errors';

/** Who gets a role: a group or a user of the cluster's identity provider, or an account of a pipeline. */
export type TenantMember =
  | { readonly group: string }
  | { readonly user: string }
  | { readonly serviceAccount: string; readonly namespace: string };

/** A subject of a RoleBinding. */
export interface MemberSubject {
  readonly apiGroup?: string;
  readonly kind: 'Group' | 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** The tenant that somebody becomes a member of. */
export interface Joined {
  /** Path of the construct. */
  readonly place: string;
  /** Its namespace. */
  readonly name: string;
  /** The account of its workloads. */
  readonly workloads: string;
}

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * The subject that a member is in a binding.
 *
 * @throws a TemperedError `too-wide-member` for everybody, for a part of the cluster, and for the account of pods that ask for none of
 * their own; `invalid-name` for what is no name
 */
export function subjectOf(member: TenantMember, tenant: Joined): MemberSubject {
  if ('serviceAccount' in member) return accountOf(member, tenant);
  const [kind, name] = 'group' in member ? (['Group', member.group] as const) : (['User', member.user] as const);
  // RBAC knows no patterns: of somebody called * there is none.
  if (typeof name !== 'string' || name.trim() === '' || name === '*') throw nameless(tenant, kind.toLowerCase(), name);
  // The names that Kubernetes keeps for its parts, and for groups that are everybody.
  if (name.startsWith('system:'))
    throw tooWide(
      tenant,
      name,
      'that is everybody, or a part of the cluster',
      name.startsWith('system:serviceaccount')
        ? 'name the one account: { serviceAccount, namespace }'
        : 'name the group of the team, as the identity provider of the cluster gives it',
    );
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

function accountOf({ serviceAccount: name, namespace }: Extract<TenantMember, { serviceAccount: string }>, tenant: Joined): MemberSubject {
  if (!DNS_SUBDOMAIN.test(name)) throw nameless(tenant, 'serviceAccount', name);
  if (!DNS_LABEL.test(namespace)) throw nameless(tenant, 'namespace', namespace);
  if (name === 'default' || (name === tenant.workloads && namespace === tenant.name))
    throw tooWide(
      tenant,
      `the account ${namespace}/${name}`,
      'pods run under it that ask for no account of their own',
      'make an account for the pipeline alone',
    );
  return { kind: 'ServiceAccount', name, namespace };
}

function tooWide({ place, name }: Joined, who: string, why: string, hint: string): TemperedError {
  return new TemperedError('too-wide-member', `${place}: ${who} cannot be a member of the tenant ${name}: ${why}`, { hint });
}

function nameless({ place, name }: Joined, what: string, given: unknown): TemperedError {
  return new TemperedError('invalid-name', `${place}: "${String(given)}" cannot be the ${what} of a member of the tenant ${name}`);
}
