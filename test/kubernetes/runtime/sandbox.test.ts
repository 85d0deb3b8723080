import { App, Chart } from 'cdk8s';
import { Sandbox, type SandboxProps } from 'tempered/kubernetes';
import { plainChart } from '../rendered';

const classOf = (props: SandboxProps) => new Sandbox(plainChart(), 'sandbox', props).toJson();

test('gVisor costs what the pod costs, and its name is not that of its handler', () => {
  expect(classOf({ handler: 'runsc' })).toEqual({
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'gvisor' },
    handler: 'runsc',
  });
});

test('it lies in no namespace, whatever its chart does', () => {
  const chart = new Chart(new App(), 'platform', { namespace: 'platform' });
  expect(new Sandbox(chart, 'sandbox', { handler: 'runsc' }).toJson().metadata).toEqual({ name: 'gvisor' });
});

test.each([
  ['kata', '250m', '320Mi'],
  ['kata-qemu', '250m', '320Mi'],
  ['kata-qemu-runtime-rs', '250m', '320Mi'],
  ['kata-clh', '250m', '130Mi'],
  ['kata-fc', '250m', '130Mi'],
  ['kata-qemu-tdx', '1', '2048Mi'],
  ['kata-qemu-se-runtime-rs', '1', '1024Mi'],
  ['kata-qemu-nvidia-gpu-snp', '1', '10240Mi'],
])('%s counts the machine around each pod, as Kata does', (handler, cpu, memory) => {
  expect(classOf({ handler })).toMatchObject({ metadata: { name: handler }, overhead: { podFixed: { cpu, memory } } });
});

test('another handler has no overhead unless it is said', () => {
  expect(classOf({ handler: 'katamaran' })).not.toHaveProperty('overhead');
});

test('its pods go to the nodes that have it, and tolerate their taints', () => {
  const nodeSelector = { 'sandbox.example/kata': 'true' };
  const tolerations = [{ key: 'sandbox', operator: 'Equal', value: 'kata', effect: 'NoSchedule' }] as const;
  const overhead = { cpu: '250m', memory: '320Mi' };
  expect(classOf({ handler: 'kata', nodeSelector, tolerations, overhead })).toMatchObject({
    overhead: { podFixed: overhead },
    scheduling: { nodeSelector, tolerations },
  });
});

test.each<[string, SandboxProps, RegExp]>([
  ['a handler', { handler: 'Kata_QEMU' }, /"Kata_QEMU" cannot be a handler/],
  ['a name', { handler: 'kata', name: 'Kata' }, /"Kata" cannot be the name/],
  ['a quantity', { handler: 'kata', overhead: { cpu: '130 millis', memory: '1Gi' } }, /"130 millis" cpu is no quantity/],
])('%s that Kubernetes would refuse is refused, with the path', (_, props, message) => {
  expect(() => classOf(props)).toThrow(message);
  expect(() => classOf(props)).toThrow(/^shop\/sandbox: /);
});

test('a toleration of any value names no value', () => {
  // @ts-expect-error The types say it, too.
  expect(() => classOf({ handler: 'kata', tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] })).toThrow(
    /that Exists has a value/,
  );
});
