import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Profile } from '../../profiles/profile';
import { defineProfile } from '../../profiles/profile';

/** A RuntimeClass that puts a wall of its own between the tenant and the kernel of the node. */
export interface SandboxProps {
  /** Default: the name of the handler. */
  readonly name?: string;
  /** How the nodes' container runtime names it: `runsc` of gVisor, `kata` of Kata Containers. */
  readonly handler: 'runsc' | 'kata' | (string & {});
  /**
   * What a sandbox costs beside its containers; the scheduler adds it to each pod.
   *
   * @default - of Kata 130m CPU and 160Mi, what its own manifests say; of others none
   */
  readonly overhead?: { readonly cpu: string; readonly memory: string };
  /** Labels of the nodes that have it. Default: all nodes. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of those nodes that its pods tolerate. Default: none. */
  readonly tolerations?: readonly {
    readonly key: string;
    readonly operator?: 'Exists' | 'Equal';
    readonly value?: string;
    readonly effect?: string;
  }[];
}

// https://github.com/kata-containers/kata-containers, tools/packaging/kata-deploy/runtimeclasses
const KATA_OVERHEAD = { cpu: '130m', memory: '160Mi' };

/** The name by which pods ask for the sandbox. */
export function sandboxName({ name, handler }: SandboxProps): string {
  return name ?? (handler === 'runsc' ? 'gvisor' : handler);
}

/** The RuntimeClass of a sandbox. It is of the whole cluster: make it once. */
export class Sandbox extends ApiObject {
  public constructor(scope: Construct, id: string, props: SandboxProps) {
    const { handler, nodeSelector, tolerations } = props;
    const overhead = props.overhead ?? (handler.startsWith('kata') ? KATA_OVERHEAD : undefined);
    const scheduling = { ...(nodeSelector !== undefined && { nodeSelector }), ...(tolerations !== undefined && { tolerations }) };
    super(scope, id, {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: sandboxName(props), namespace: undefined },
      handler,
      ...(overhead !== undefined && { overhead: { podFixed: overhead } }),
      ...(Object.keys(scheduling).length > 0 && { scheduling }),
    });
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
