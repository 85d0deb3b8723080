import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import { clusterScoped } from '../cluster-scoped';

/**
 * The Security Profiles Operator of the cluster. From v0.9 on its profiles are of the whole cluster, before they lay in a namespace;
 * v1.0 gave all of them the version v1.
 */
export type ProfilesOperatorVersion = 'v1.0' | 'v0.9' | 'v0.8';

/** What all profiles of the Security Profiles Operator take. */
export interface OperatorProfileProps {
  /** Default: made from the path of the construct, as cdk8s does. */
  readonly name?: string;
  /**
   * The version of the operator in the cluster.
   *
   * @default v1.0
   */
  readonly operator?: ProfilesOperatorVersion;
  /**
   * Where the profile lies; for operators of v0.8 alone, in which it is needed.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

const GROUP = 'security-profiles-operator.x-k8s.io';
const VERSION_BEFORE = { SeccompProfile: 'v1beta1', AppArmorProfile: 'v1alpha1', SelinuxProfile: 'v1alpha2' } as const;

/** A custom resource of the operator, which brings the profile to every node. */
export abstract class OperatorProfile extends ApiObject {
  /** Undefined where it is of the whole cluster. */
  protected readonly profileNamespace: string | undefined;

  protected constructor(
    scope: Construct,
    id: string,
    kind: keyof typeof VERSION_BEFORE,
    { name, operator = 'v1.0', namespace }: OperatorProfileProps,
    spec: object,
  ) {
    const path = `${scope.node.path}/${id}`;
    const namespaced = operator === 'v0.8';
    if (!namespaced && namespace !== undefined)
      throw new TemperedError('invalid-operator-profile', `${path}: profiles of the operator ${operator} lie in no namespace`, {
        hint: 'Leave namespace out, or write operator: "v0.8" if that is what the cluster has.',
      });
    // SELinux makes an identifier of it, the kubelet a file and AppArmor a name: this is what all of them take.
    if (name !== undefined && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw new TemperedError('invalid-operator-profile', `${path}: "${name}" cannot be the name of a profile`, {
        hint: 'Write up to 63 small letters, digits and dashes, without ".json".',
      });
    super(scope, id, {
      apiVersion: `${GROUP}/${operator === 'v1.0' ? 'v1' : VERSION_BEFORE[kind]}`,
      kind,
      metadata: { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) },
      spec,
    });
    if (!namespaced) clusterScoped(this);
    this.profileNamespace = namespaced ? this.metadata.namespace : undefined;
    if (namespaced && this.profileNamespace === undefined)
      throw new TemperedError('invalid-operator-profile', `${path}: pods name a profile by its namespace, and it has none`, {
        hint: 'Write namespace, or give the chart one; from v0.9 of the operator on there is none.',
      });
  }

  /** Pods that come first do not start until the operator has brought the profile to their node. */
  protected comesBefore(workload: Construct): void {
    if (workload.node.root === this.node.root) workload.node.addDependency(this);
  }
}
