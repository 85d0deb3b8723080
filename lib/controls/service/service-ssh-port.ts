import { control } from '../control';
import { always, containersOf, isObject, type Json, listOf, type Path, type Rule } from '../requirement';
import { isKind, SERVICE } from '../workload/kinds';
import { serviceExample } from './service-example';

const SSH = 22;
const EXPECTED = 'a port other than 22';
const fix = {
  op: 'manual',
  instructions: 'Take the SSH server out: `kubectl exec` reaches a container, by the rights of a person and with a trace in the audit log.',
} as const;

const isTcp = ({ protocol }: Json): boolean => (protocol ?? 'TCP') === 'TCP';
const CEL_TCP = "(!has(p.protocol) || p.protocol == 'TCP')";
const CONTAINER = `has(c.ports) && c.ports.exists(p, ${CEL_TCP} && has(p.containerPort) && p.containerPort == ${SSH})`;
const SERVICE_PASSES = `!has(object.spec) || !has(object.spec.ports) || !object.spec.ports.exists(p, ${CEL_TCP} && (p.port == ${SSH} || (has(p.targetPort) && type(p.targetPort) == int && p.targetPort == ${SSH})))`;

const ofPods: Rule = {
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    for (const { container, path } of containersOf(pod))
      for (const [at, each] of portsOf(container.ports))
        if (isTcp(each) && each.containerPort === SSH)
          emit({ verdict: 'fail', path: [...path, 'ports', ...at, 'containerPort'], actual: SSH, expected: EXPECTED, fix });
    return true;
  },
  cel: {
    expression: `!variables.containers.exists(c, ${CONTAINER})`,
    offenders: `variables.containers.filter(c, ${CONTAINER}).map(c, c.name)`,
  },
  prose: `in every container each \`containerPort\` of TCP is ${EXPECTED}`,
};

const ofServices: Rule = {
  reads: [SERVICE],
  evaluate(subject, emit) {
    if (!isKind(SERVICE, subject)) return false;
    const { spec } = subject.object;
    for (const [at, each] of portsOf(isObject(spec) ? spec.ports : undefined)) {
      const field = isTcp(each) ? ['port', 'targetPort'].find((key) => each[key] === SSH) : undefined;
      if (field !== undefined) emit({ verdict: 'fail', path: ['spec', 'ports', ...at, field], actual: SSH, expected: EXPECTED, fix });
    }
    return true;
  },
  cel: { expression: SERVICE_PASSES, offenders: `(${SERVICE_PASSES}) ? [] : ['the Service']` },
  prose: `each \`port\` and \`targetPort\` of TCP of a Service is ${EXPECTED}`,
};

export const serviceSshPort = control({
  id: 'service-ssh-port',
  family: 'service',
  title: 'Expose no SSH',
  severity: 'medium',
  why: 'An SSH server in a container is a second way in, with passwords and keys of its own, which no role of the cluster bounds and no audit log shows.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/', cisDocker: ['5.7'] },
  counterparts: { kubeLinter: ['ssh-port'], kubescape: ['C-0042'], dockerBench: ['5.7'] },
  notes: 'Programs whose purpose it is (a git server, SFTP) listen above 1023, and need a waiver for the Service. UDP does not count.',
  require: always(ofPods, ofServices),
  examples: {
    pass: [
      { because: 'another port', pod: { containers: [{ ports: [{ containerPort: 2222 }] }] } },
      { because: 'no SSH in UDP', object: serviceExample({ ports: [{ port: 22, protocol: 'UDP' }] }) },
      { because: 'a name is no number', object: serviceExample({ ports: [{ port: 80, targetPort: 'http' }] }) },
    ],
    fail: [
      { because: 'a container listens', pod: { containers: [{ ports: [{ containerPort: 22 }] }] } },
      { because: 'the Service does', object: serviceExample({ ports: [{ port: 22, targetPort: 2222 }] }) },
      {
        because: 'another number leads there',
        object: serviceExample({
          ports: [
            { name: 'http', port: 80 },
            { name: 'ssh', port: 2222, targetPort: 22 },
          ],
        }),
      },
    ],
  },
});

function portsOf(ports: unknown): readonly (readonly [Path, Json])[] {
  return Array.isArray(ports) ? ports.flatMap((each: unknown, index) => listOf([each]).map((port) => [[index], port] as const)) : [];
}
