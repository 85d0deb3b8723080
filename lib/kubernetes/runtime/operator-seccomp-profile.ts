import type { AbstractPod } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { SeccompProfile } from '../../docker/seccomp';
import { TemperedError } from '../../errors';
import { confineBySeccomp } from './localhost-seccomp';
import { OperatorProfile, type OperatorProfileProps } from './operator-profile';

/** What {@link OperatorSeccompProfile} takes. */
export interface OperatorSeccompProfileProps extends OperatorProfileProps {
  /** What becomes of each call: `strictSeccompProfile()`, or one of your own. */
  readonly profile: SeccompProfile;
}

/** Its schema has no loong64. */
const UNKNOWN_TO_THE_OPERATOR: ReadonlySet<string> = new Set(['SCMP_ARCH_LOONGARCH64']);
const EPERM = 1;

/**
 * A seccomp profile that the Security Profiles Operator brings to every node: its resource SeccompProfile.
 *
 * @example
 * ```ts
 * const strict = new OperatorSeccompProfile(chart, 'strict', { profile: strictSeccompProfile() });
 * strict.confine(web);
 * ```
 *
 * @throws a TemperedError `invalid-operator-profile` for what its schema cannot say
 */
export class OperatorSeccompProfile extends OperatorProfile {
  /** What pods say: `operator/strict.json`, and of operators before v0.9 `operator/NAMESPACE/strict.json`. */
  public readonly localhostProfile: string;

  public constructor(scope: Construct, id: string, props: OperatorSeccompProfileProps) {
    super(scope, id, 'SeccompProfile', props, specOf(`${scope.node.path}/${id}`, props.profile));
    this.localhostProfile = ['operator', ...(this.profileNamespace === undefined ? [] : [this.profileNamespace]), `${this.name}.json`].join(
      '/',
    );
  }

  /** Runs all containers of the workload under the profile, but those that name one of their own. */
  public confine(workload: AbstractPod): void {
    confineBySeccomp(workload, this.localhostProfile);
    this.comesBefore(workload);
  }
}

function specOf(path: string, { defaultAction, defaultErrnoRet, architectures, syscalls }: SeccompProfile): object {
  const wrong = (what: string): never => {
    throw new TemperedError('invalid-operator-profile', `${path}: ${what}`, {
      hint: 'Bring this profile to the nodes as a file: new LocalhostSeccomp(…).',
    });
  };
  if (defaultErrnoRet !== EPERM) wrong(`the operator lets a call without a rule fail with EPERM alone, not with error ${defaultErrnoRet}`);
  const unknown = architectures.find((each) => UNKNOWN_TO_THE_OPERATOR.has(each));
  if (unknown !== undefined) wrong(`the operator does not know the architecture ${unknown}`);
  return {
    defaultAction,
    architectures,
    // Its lists of names are sets, in which an API server takes nothing twice.
    syscalls: syscalls.map(({ names, ...rule }) => ({ names: [...new Set(names)], ...rule })),
  };
}
