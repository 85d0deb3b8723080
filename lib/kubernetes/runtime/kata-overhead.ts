import type { SandboxOverhead } from './sandbox';

/** What the machine around each pod takes, by what the handler's name ends in. */
const BY_MACHINE: readonly (readonly [RegExp, SandboxOverhead])[] = [
  [/-gpu\b/, { cpu: '1', memory: '10240Mi' }],
  [/-(?:snp|tdx)\b/, { cpu: '1', memory: '2048Mi' }],
  [/-se\b/, { cpu: '1', memory: '1024Mi' }],
  [/-(?:clh|fc|dragonball|stratovirt|openvmm|remote)\b/, { cpu: '250m', memory: '130Mi' }],
];
const QEMU: SandboxOverhead = { cpu: '250m', memory: '320Mi' };

/**
 * The overhead that Kata Containers itself gives a RuntimeClass of this handler; `kata` alone stands for QEMU. Too little of it gets pods
 * with small limits killed, since the machine's own memory counts against the pod.
 *
 * @see https://github.com/kata-containers/kata-containers, tools/packaging/kata-deploy/helm-chart/kata-deploy/templates/runtimeclasses.yaml
 */
export function kataOverhead(handler: string): SandboxOverhead | undefined {
  if (!/^kata\b/.test(handler)) return undefined;
  return BY_MACHINE.find(([machine]) => machine.test(handler))?.[1] ?? QEMU;
}
