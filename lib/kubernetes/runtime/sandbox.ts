import { ApiObject } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import type { Profile } from '../../profiles/profile';
import { defineProfile } from '../../profiles/profile';
import { clusterScoped } from '../cluster-scoped';
import { kataOverhead } from './kata-overhead';
import { wire } from './pod-wiring';

/** What a pod of the sandbox costs beside its containers, as quantities of Kubernetes. */
export interface SandboxOverhead {
  /** `130m`. */
  readonly cpu: string;
  /** `160Mi`. */
  readonly memory: string;
}

/** A taint of nodes that the pods of the sandbox tolerate: any value of the key, or one. */
export type SandboxToleration = {
  readonly key: string;
  /** Default: every effect. */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
} & ({ readonly operator: 'Exists'; readonly value?: undefined } | { readonly operator?: 'Equal'; readonly value: string });

/** A RuntimeClass that puts a wall of its own between the tenant and the kernel of the node. */
export interface SandboxProps {
  /** Default: the name of the handler. */
  readonly name?: string;
  /** How the nodes' container runtime names it: `runsc` of gVisor, `kata` of Kata Containers. */
  readonly handler: 'runsc' | 'kata' | (string & {});
  /**
   * What a sandbox costs beside its containers; the scheduler adds it to each pod.
   *
   * @default - of Kata what its own manifests say (250m and 320Mi with QEMU, 130Mi with Cloud Hypervisor or Firecracker, a CPU and
   * gigabytes for confidential machines); of others none
   */
  readonly overhead?: SandboxOverhead;
  /** Labels of the nodes that have it. Default: all nodes. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of those nodes that its pods tolerate. Default: none. */
  readonly tolerations?: readonly SandboxToleration[];
}

/** The name by which pods ask for the sandbox. */
export function sandboxName({ name, handler }: SandboxProps): string {
  return name ?? (handler === 'runsc' ? 'gvisor' : handler);
}

/**
 * The RuntimeClass of a sandbox. It is of the whole cluster: make it once.
 *
 * @throws a TemperedError `invalid-sandbox` for a name, handler or quantity that Kubernetes would refuse
 *
 * @example
 * ```ts
 * const gvisor = new Sandbox(platform, 'gvisor', { handler: 'runsc', nodeSelector: { 'sandbox.example/gvisor': 'true' } });
 * gvisor.runs(web);
 * ```
 */
export class Sandbox extends ApiObject {
  /** The name by which pods ask for it. */
  public readonly runtimeClassName: string;

  public constructor(scope: Construct, id: string, props: SandboxProps) {
    const { handler, nodeSelector, tolerations } = props;
    check(`${scope.node.path}/${id}`, props);
    const overhead = props.overhead ?? kataOverhead(handler);
    const scheduling = { ...(nodeSelector !== undefined && { nodeSelector }), ...(tolerations !== undefined && { tolerations }) };
    super(scope, id, {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: sandboxName(props) },
      handler,
      ...(overhead !== undefined && { overhead: { podFixed: overhead } }),
      ...(Object.keys(scheduling).length > 0 && { scheduling }),
    });
    clusterScoped(this);
    this.runtimeClassName = sandboxName(props);
  }

  /**
   * Runs the pods of one workload in the sandbox. Nodes and overhead are those of the RuntimeClass: the API server writes them into
   * each pod.
   */
  public runs(workload: AbstractPod): void {
    const { runtimeClassName } = this;
    wire(workload, `the sandbox ${runtimeClassName}`, (pod) => pod.write('runtimeClassName', runtimeClassName));
  }
}

/**
 * The profile, asking also that every pod runs in the sandbox; hardening fills it in where a pod names none.
 *
 * @example
 * ```ts
 * sandboxed(restricted, 'gvisor').applyTo(chart);
 * ```
 */
export function sandboxed(profile: Profile, name: string): Profile {
  return defineProfile({
    name: `${profile.name}-${name}`,
    description: `${profile.description ?? profile.name} Every pod in the sandbox ${name}.`,
    extends: profile,
    controls: { 'runtime-class': { level: 'fail', allowed: [name], assign: true } },
  });
}

/** https://kubernetes.io/docs/reference/kubernetes-api/node/runtime-class-v1/ */
function check(path: string, props: SandboxProps): void {
  const wrong = (what: string, hint: string): never => {
    throw new TemperedError('invalid-sandbox', `${path}: ${what}`, { hint });
  };
  const { handler, overhead, tolerations = [] } = props;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(handler))
    wrong(
      `"${handler}" cannot be a handler`,
      'Write the name in the configuration of the container runtime, such as "runsc": a DNS label.',
    );
  if (!/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(sandboxName(props)))
    wrong(`"${sandboxName(props)}" cannot be the name of a RuntimeClass`, 'Write small letters, digits, dashes and dots.');
  for (const [resource, quantity] of Object.entries(overhead ?? {}))
    if (!/^\d+(?:\.\d+)?(?:m|[kMGT]|[KMGT]i)?$/.test(quantity))
      wrong(`an overhead of "${quantity}" ${resource} is no quantity`, 'Write it as Kubernetes does: "130m", "160Mi".');
  for (const { key, operator, value } of tolerations)
    if (operator === 'Exists' && value !== undefined)
      wrong(`a toleration of ${key} that Exists has a value`, 'Leave the value out, or write operator: "Equal".');
}
