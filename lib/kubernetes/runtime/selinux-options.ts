import type { AbstractPod } from 'cdk8s-plus-28';
import { TemperedError } from '../../errors';
import { type WaiverProps, waive } from '../waive';
import { wire } from './pod-wiring';

/**
 * Types that the policies of nodes have for containers, all of which Pod Security *baseline* allows: `container_t` is every container's,
 * `container_init_t` lets an init system run in it, `container_kvm_t` is the machine around a pod of Kata, `container_engine_t` runs
 * containers in it and is allowed from v1.31 on.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
export type ContainerSelinuxType = 'container_t' | 'container_init_t' | 'container_kvm_t' | 'container_engine_t';

/** The label of SELinux that processes run under. What is left out the container runtime chooses. */
export interface SelinuxOptionsProps {
  /**
   * The type. Another one than those of containers is a policy of the nodes' own, such as udica writes, and needs a waiver.
   *
   * @default - that of the runtime, `container_t`
   */
  readonly type?: ContainerSelinuxType | (string & {});
  /**
   * The level: pods of different categories read no files of each other, and pods that share a volume must have the same.
   * `s0:c123,c456`.
   *
   * @default - two categories of its own for each pod
   */
  readonly level?: string;
}

/** An identifier of SELinux, and a level of multi-category security (semanage-login(8)). */
const TYPE = /^[A-Za-z_][\w.-]*$/;
const LEVEL = /^s\d+(?:-s\d+)?(?::c\d+(?:\.c\d+)?(?:,c\d+(?:\.c\d+)?)*)?$/;

/**
 * SELinux options of pods, for nodes that enforce it.
 *
 * @example
 * ```ts
 * new SelinuxOptions({ level: 's0:c123,c456' }).confine(web);
 * ```
 *
 * @throws a TemperedError `invalid-selinux-options` for what no policy can name
 */
export class SelinuxOptions {
  public constructor(private readonly options: SelinuxOptionsProps) {
    const wrong = (what: string, hint: string): never => {
      throw new TemperedError('invalid-selinux-options', `SELinux options: ${what}`, { hint });
    };
    const { type, level } = options;
    if (type === undefined && level === undefined) wrong('neither a type nor a level', 'Write one, or leave the options out.');
    if (type !== undefined && !TYPE.test(type)) wrong(`"${type}" is no type`, 'Write it as ps -Z shows it: "container_t".');
    if (level !== undefined && !LEVEL.test(level)) wrong(`"${level}" is no level`, 'Write it as ps -Z shows it: "s0:c123,c456".');
  }

  /**
   * Runs all containers of the workload under the label, but those that name one of their own.
   *
   * @param because the waiver of `selinux-options`, which a type of the nodes' own needs; without it the synthesis fails
   */
  public confine(workload: AbstractPod, because?: Pick<WaiverProps, 'reason' | 'expires' | 'ticket'>): void {
    const { type, level } = this.options;
    const options = { ...(type !== undefined && { type }), ...(level !== undefined && { level }) };
    if (because !== undefined) waive(workload, { ...because, control: 'selinux-options' });
    wire(workload, `the SELinux label ${[type, level].filter((each) => each !== undefined).join(':')}`, (pod) =>
      pod.writeSecurity('seLinuxOptions', options),
    );
  }
}
