import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ControlId } from '../../controls/catalogue';
import { TemperedError } from '../../errors';
import { clusterScoped } from '../cluster-scoped';
import { decidedByProps } from '../hardening/decided';
import { hardenDropIn } from '../hardening/drop-in';
import { Sandbox, type SandboxProps } from '../runtime/sandbox';
import { checkTenantProps } from './known-props';
import { TENANT_LABEL } from './tenant-guard';
import { subjectOf, type TenantMember } from './tenant-members';
import { type TenantNetworkProps, tenantPolicies } from './tenant-network';
import { hardOf, limitsOf, statedQuota, type TenantQuota } from './tenant-quota';
import { TENANT_ROLES, type TenantRole, type TenantSecretSource, tenantRoles } from './tenant-roles';

/** What `TenantNamespace` takes. */
export interface TenantNamespaceProps {
  /** Name of the namespace. Default: the id of the construct. */
  readonly name?: string;
  /** Who answers for it: a team that people know. Becomes a label. */
  readonly owner: string;
  /** Where to reach them. Becomes an annotation. Default: none. */
  readonly contact?: string;
  /** Further labels of the namespace. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Level of the Pod Security Standards that is enforced; audit and warn are always `restricted`, so that what is lost shows.
   *
   * @default restricted
   */
  readonly podSecurity?: 'restricted' | 'baseline';
  /**
   * Version of that standard. A pinned one does not change under running workloads when the cluster is upgraded.
   *
   * @default v1.37, the newest known
   */
  readonly podSecurityVersion?: `v1.${number}` | 'latest';
  /** What all its pods may use together. Default: as {@link TenantQuota} says. */
  readonly quota?: TenantQuota;
  /**
   * Who may do what. Default: nobody but the administrators of the cluster.
   *
   * Whoever deploys or operates changes what pods run, and with it reads each secret of the namespace and acts as each account of it.
   */
  readonly members?: { readonly [role in TenantRole]?: readonly TenantMember[] };
  /**
   * How secrets come into the namespace, by references that who deploys may write, too: an ExternalSecret, a SealedSecret, a
   * SecretProviderClass. No Role lets anybody write Secrets, and none stores: whoever writes a store chooses whose secrets are read.
   * What an ExternalSecret may read is said at the store (`namespaces` of ClusterSecretStore).
   *
   * @default - none
   */
  readonly secrets?: readonly TenantSecretSource[];
  /** What goes in and out beside what its own policies say. Default: nothing but names asked of the cluster's resolver. */
  readonly network?: TenantNetworkProps;
  /**
   * The RuntimeClass for its pods: one that is made elsewhere, or what to make one of. `sandboxed(profile, tenant.sandboxName)` has pods
   * use it.
   *
   * @default - none
   */
  readonly sandbox?: Sandbox | SandboxProps;
}

/** These ask that somebody limits who may: `members` does, by name. */
const LIMITED_BY_MEMBERS = ['rbac-create-workloads', 'rbac-networking'] as const satisfies readonly ControlId[];

const LATEST = 'v1.37';
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A namespace that can be given away: Pod Security labels, everything closed on the network, a quota and limits, accounts
 * without tokens, and roles without wildcards and without a way to rights outside of it. Inside of it, whoever may change what a pod
 * runs (`deploy`, and `operate` by a patch) runs it under any account of the namespace, and reads any Secret there by mounting it: no
 * Role can prevent that. So what a tenant must not read lies in another namespace.
 *
 * @example
 * ```ts
 * new TenantNamespace(chart, 'team-red', {
 *   owner: 'team-red',
 *   members: { deploy: [{ group: 'team-red' }], view: [{ group: 'support' }] },
 * });
 * ```
 *
 * @throws a TemperedError `invalid-name` for a name or an owner that Kubernetes would refuse, or a namespace of the cluster;
 * `too-wide-member`, `invalid-quota`, `unknown-option`
 */
export class TenantNamespace extends Construct {
  /** The name of the namespace. */
  public readonly name: string;
  /** The account for its workloads: it has no rights, and pods get no token of it. */
  public readonly serviceAccountName: string;
  /** The RuntimeClass, where one was asked for. */
  public readonly sandboxName: string | undefined;

  public constructor(scope: Construct, id: string, props: TenantNamespaceProps) {
    super(scope, id);
    checkTenantProps(props, this.node.path);
    this.name = ofATenant(checked('namespace', props.name ?? id, DNS_LABEL, this), this);
    checked('owner', props.owner, /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/, this);
    this.serviceAccountName = 'workload';
    const { sandbox } = props;
    const made = sandbox === undefined || sandbox instanceof Sandbox ? sandbox : new Sandbox(this, 'sandbox', sandbox);
    this.sandboxName = made?.runtimeClassName;
    this.namespace(props);
    this.accounts();
    this.quota(props.quota ?? {});
    this.roles(props);
    this.network(props.network ?? {});
    hardenDropIn(this, TenantNamespace);
  }

  private namespace({ owner, contact, labels, podSecurity = 'restricted', podSecurityVersion = LATEST }: TenantNamespaceProps): void {
    const object = this.object('namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: {
          ...labels,
          'tempered/owner': owner,
          [TENANT_LABEL]: this.name,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/enforce-version': podSecurityVersion,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/audit-version': podSecurityVersion,
          'pod-security.kubernetes.io/warn': 'restricted',
          'pod-security.kubernetes.io/warn-version': podSecurityVersion,
        },
        ...(contact !== undefined && { annotations: { 'tempered/contact': contact } }),
      },
    });
    clusterScoped(object);
  }

  /** The one that exists anyway is given no token, either: a pod that names no account gets that one. */
  private accounts(): void {
    for (const name of ['default', this.serviceAccountName])
      this.object(`account-${name}`, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace: this.name },
        automountServiceAccountToken: false,
      });
  }

  private quota(given: TenantQuota): void {
    const quota = statedQuota(given, this.node.path);
    const metadata = { name: 'tenant', namespace: this.name };
    this.object('quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: hardOf(quota) } });
    this.object('limits', { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: limitsOf(quota) } });
  }

  private network(props: TenantNetworkProps): void {
    for (const each of props.ingressFrom ?? []) checked('namespace', each, DNS_LABEL, this);
    for (const [id, policy] of Object.entries(tenantPolicies(this.name, props))) {
      const object = this.object(id, policy);
      if (policy.metadata.namespace === undefined) clusterScoped(object);
    }
  }

  private roles({ members = {}, network, secrets = [] }: TenantNamespaceProps): void {
    const rules = tenantRoles({ ownPolicies: network?.ownPolicies ?? false, secrets });
    const joined = { place: this.node.path, name: this.name, workloads: this.serviceAccountName };
    for (const role of TENANT_ROLES) {
      const object = this.object(`role-${role}`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: `tenant-${role}`, namespace: this.name },
        rules: rules[role],
      });
      decidedByProps(object, LIMITED_BY_MEMBERS);
      const subjects = (members[role] ?? []).map((member) => subjectOf(member, joined));
      if (subjects.length > 0)
        this.object(`binding-${role}`, {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: `tenant-${role}`, namespace: this.name },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `tenant-${role}` },
          subjects,
        });
    }
  }

  private object(id: string, props: ConstructorParameters<typeof ApiObject>[2]): ApiObject {
    return new ApiObject(this, id, props);
  }
}

/** What the cluster itself runs in would stop behind closed policies, and the namespace of whoever names none is nobody's. */
function ofATenant(name: string, { node }: Construct): string {
  if (name !== 'default' && !name.startsWith('kube-')) return name;
  throw new TemperedError('invalid-name', `${node.path}: "${name}" cannot be the namespace of a tenant: it is the cluster's`, {
    hint: 'give the tenant a namespace of its own: "name", or the id of the construct',
  });
}

function checked(what: string, value: string, pattern: RegExp, { node }: Construct): string {
  if (!pattern.test(value))
    throw new TemperedError(
      'invalid-name',
      `${node.path}: "${value}" cannot be the ${what} of a tenant: up to 63 letters, digits and dashes, as Kubernetes takes them`,
    );
  return value;
}
