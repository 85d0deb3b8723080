import type { AbstractPod } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import { type WaiverProps, waive } from '../waive';
import { OperatorProfile, type OperatorProfileProps } from './operator-profile';
import { wire } from './pod-wiring';

/** What {@link OperatorSelinuxProfile} takes. */
export interface OperatorSelinuxProfileProps extends OperatorProfileProps {
  /**
   * What the profile goes on from: policies of the nodes, by name, and other profiles.
   *
   * @default - `container`, what every container may do
   */
  readonly inherit?: readonly (string | OperatorSelinuxProfile)[];
  /**
   * What containers may do besides, by the type of the thing, its class and the permissions: `{ var_log_t: { file: ['read'] } }`.
   * The type `@self` is the process itself.
   */
  readonly allow: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * An SELinux policy that the Security Profiles Operator installs on every node: its resource SelinuxProfile, in the mode that
 * enforces.
 *
 * @example
 * ```ts
 * const logs = new OperatorSelinuxProfile(chart, 'logs', { allow: { var_log_t: { dir: ['search'], file: ['open', 'read'] } } });
 * logs.confine(collector, { reason: 'reads the logs of the node, and nothing else', expires: '2027-06-30' });
 * ```
 *
 * @throws a TemperedError `invalid-operator-profile` for what is no identifier of SELinux
 */
export class OperatorSelinuxProfile extends OperatorProfile {
  /** The type of the processes, which pods name: `logs.process`, and of operators before v0.9 `logs_NAMESPACE.process`. */
  public readonly type: string;

  public constructor(scope: Construct, id: string, props: OperatorSelinuxProfileProps) {
    const { inherit = ['container'], allow } = props;
    const path = `${scope.node.path}/${id}`;
    check(path, allow);
    super(scope, id, 'SelinuxProfile', props, {
      inherit: inherit.map((each) =>
        typeof each === 'string' ? { kind: 'System', name: each } : { kind: 'SelinuxProfile', name: each.name },
      ),
      allow,
    });
    const policy = this.profileNamespace === undefined ? this.name : `${this.name}_${this.profileNamespace}`;
    this.type = `${policy}.process`;
  }

  /**
   * Runs all containers of the workload under the policy, but those that name one of their own.
   *
   * Pod Security allows no type beside those of ordinary containers, since a type of one's own may allow anything: hence a reason, as
   * the waiver of `selinux-options`, and a namespace that enforces `privileged`.
   */
  public confine(workload: AbstractPod, because: Pick<WaiverProps, 'reason' | 'expires' | 'ticket'>): void {
    waive(workload, { ...because, control: 'selinux-options' });
    wire(workload, `the SELinux type ${this.type}`, (pod) => pod.writeSecurity('seLinuxOptions', { type: this.type }));
    this.comesBefore(workload);
  }
}

function check(path: string, allow: OperatorSelinuxProfileProps['allow']): void {
  for (const [type, classes] of Object.entries(allow))
    for (const [objectClass, permissions] of Object.entries(classes))
      for (const word of [type === '@self' ? 'self' : type, objectClass, ...permissions])
        if (!/^[A-Za-z_][\w.-]*$/.test(word))
          throw new TemperedError('invalid-operator-profile', `${path}: ${JSON.stringify(word)} is no identifier of SELinux`, {
            hint: 'Write type, class and permissions as ausearch and seinfo do: { var_log_t: { file: ["open", "read"] } }.',
          });
}
