/** Rules of a Role, as the API server reads them. */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * What a person of a tenant may do.
 *
 * - `view`: see what runs and why it does not, secrets aside.
 * - `deploy`: what `view` may, and change workloads and what they need.
 * - `operate`: what `view` may, and restart, scale and evict what runs, and end Jobs.
 *
 * `deploy` and `operate` read each Secret of the namespace and act as each account of it, though no rule names a secret: both may patch
 * the template of a pod (a restart is such a patch), and so its image, account and volumes.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
 */
export type TenantRole = (typeof TENANT_ROLES)[number];
export const TENANT_ROLES = ['view', 'deploy', 'operate'] as const;

/** Who brings secrets into a namespace, by a reference that holds none in plain. */
export type TenantSecretSource = (typeof SECRET_SOURCES)[number];
export const SECRET_SOURCES = ['external-secrets', 'sealed-secrets', 'csi'] as const;

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

const WORKLOADS = ['deployments', 'statefulsets', 'daemonsets', 'replicasets'];

const VIEW: readonly RoleRule[] = [
  {
    apiGroups: [''],
    // Not secrets: who lists them reads them. A token is a secret, too, and log files may be all that is left of a crash.
    resources: [
      'pods',
      'pods/log',
      'pods/status',
      'services',
      'endpoints',
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'serviceaccounts',
      'resourcequotas',
      'limitranges',
    ],
    verbs: READ,
  },
  { apiGroups: ['apps'], resources: [...WORKLOADS, 'controllerrevisions'], verbs: READ },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
];

const DEPLOY: readonly RoleRule[] = [
  { apiGroups: [''], resources: ['services', 'configmaps', 'persistentvolumeclaims'], verbs: WRITE },
  // Each workload of ours has an account of its own: it has no rights until somebody binds some, which no role here may. It may not be
  // changed or removed, since a Role cannot except the names of the two accounts that are the tenant's own.
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['create'] },
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: WRITE },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: WRITE },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: WRITE },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: WRITE },
  // The flows of the tenant are its own; what the tenant is closed by is not.
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: WRITE },
];

const OPERATE: readonly RoleRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  // A restart is a patch of the template's annotations; a Role cannot say less than patch.
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['patch'] },
  { apiGroups: ['apps'], resources: ['deployments/scale', 'statefulsets/scale'], verbs: ['get', 'update', 'patch'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] },
];

const POLICIES: RoleRule = { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: WRITE };

/** The references, without the stores that they read from. */
const REFERENCES: Readonly<Record<TenantSecretSource, Pick<RoleRule, 'apiGroups' | 'resources'>>> = {
  'external-secrets': { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'] },
  'sealed-secrets': { apiGroups: ['bitnami.com'], resources: ['sealedsecrets'] },
  csi: { apiGroups: ['secrets-store.csi.x-k8s.io'], resources: ['secretproviderclasses'] },
};

/** What the tenant chose beside. */
export interface RoleChoices {
  /** Whether who deploys may write NetworkPolicies. */
  readonly ownPolicies: boolean;
  /** Which references to secrets who deploys may write, and everybody read. */
  readonly secrets: readonly TenantSecretSource[];
}

/** The rules of each role: no wildcard, no escalate, bind or impersonate, no rule of secrets, no way into a running pod. */
export function tenantRoles({ ownPolicies, secrets }: RoleChoices): Readonly<Record<TenantRole, readonly RoleRule[]>> {
  const references = (verbs: readonly string[]) => secrets.map((each) => ({ ...REFERENCES[each], verbs }));
  const view = [...VIEW, ...references(READ)];
  return {
    view,
    deploy: [...view, ...DEPLOY, ...references(WRITE), ...(ownPolicies ? [POLICIES] : [])],
    operate: [...view, ...OPERATE],
  };
}
