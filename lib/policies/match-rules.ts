import type { KindRef } from '../controls/requirement';
import { WORKLOAD_KINDS } from '../controls/requirement/workload-kinds';
import type { ResourceRule } from './policy-object';
import { ADMISSIBLE_KINDS } from './variables';

const CREATE_AND_UPDATE = ['CREATE', 'UPDATE'];

/** Ways to change a running pod that are no update of the pod itself. */
const POD_SUBRESOURCES = ['pods/ephemeralcontainers', 'pods/resize'];

/** Every kind whose pod an expression can find. Kinds that a cluster does not have are no error there. */
export function podRules(): readonly ResourceRule[] {
  return rulesOf(ADMISSIBLE_KINDS.map(({ group, versions, resource }) => ({ group, versions, resource })));
}

/** Objects of these kinds. */
export function kindRules(kinds: readonly KindRef[]): readonly ResourceRule[] {
  return rulesOf(
    kinds.map(({ group, kind }) => {
      const known = WORKLOAD_KINDS.find((each) => each.group === group && each.kind === kind);
      return { group, versions: known?.versions ?? ['*'], resource: known?.resource ?? pluralOf(kind) };
    }),
  );
}

interface Matched {
  readonly group: string;
  readonly versions: readonly string[];
  readonly resource: string;
}

/** One rule for all resources of a group and version. */
function rulesOf(matched: readonly Matched[]): readonly ResourceRule[] {
  const resources = new Map<string, Set<string>>();
  for (const { group, versions, resource } of matched) {
    const key = JSON.stringify([group, versions]);
    const known = resources.get(key) ?? new Set();
    resources.set(key, known.add(resource));
    if (group === '' && resource === 'pods') for (const each of POD_SUBRESOURCES) known.add(each);
  }
  return [...resources].map(([key, names]) => {
    const [group, versions]: readonly [string, readonly string[]] = JSON.parse(key);
    return { apiGroups: [group], apiVersions: versions, operations: CREATE_AND_UPDATE, resources: [...names] };
  });
}

/** The plural as Kubernetes forms it from a kind: `Ingress` → `ingresses`, `NetworkPolicy` → `networkpolicies`, `Endpoints` stays. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith('s')) return /(?:ss|us)$/.test(name) ? `${name}es` : name;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** Every object. */
export const EVERYTHING: readonly ResourceRule[] = [
  { apiGroups: ['*'], apiVersions: ['*'], operations: CREATE_AND_UPDATE, resources: ['*'] },
];

/** What no person writes, or what is a question to the API server in the shape of an object. */
export const NOTHING_WRITTEN: readonly ResourceRule[] = [
  { apiGroups: ['', 'events.k8s.io'], apiVersions: ['*'], operations: ['*'], resources: ['events'] },
  { apiGroups: [''], apiVersions: ['*'], operations: ['*'], resources: ['bindings', 'endpoints', 'nodes'] },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io', 'certificates.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io'],
    apiVersions: ['*'],
    operations: ['*'],
    resources: ['*'],
  },
  { apiGroups: ['apps'], apiVersions: ['*'], operations: ['*'], resources: ['controllerrevisions'] },
];
