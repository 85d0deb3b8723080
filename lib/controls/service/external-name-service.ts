import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { celLiteral } from '../requirement/text';
import { isKind, SERVICE } from '../workload/kinds';
import { serviceExample } from './service-example';

/** This machine, an address, or the metadata service of a cloud. */
const INSIDE =
  '^(localhost([.]localdomain)?|.*[.]localhost|[0-9]+([.][0-9]+){0,3}|.*:.*|metadata|metadata[.](google|azure)[.]internal|instance-data([.]ec2[.]internal)?|metadata[.]tencentyun[.]com)[.]?$';
const OF_CLUSTER = '[.]svc([.]|$)';
const EXPECTED = 'a name outside of the cluster, or of a Service of the same namespace';

const inside = new RegExp(INSIDE);
const ofCluster = new RegExp(OF_CLUSTER);

/** Matches names of Services of the namespace, in JavaScript and in RE2. */
const ofNamespace = (namespace: string): RegExp => new RegExp(`(^|[.])${namespace.replace(/[^\w-]/g, '[^]')}${OF_CLUSTER}`);

const NAME = 'object.spec.externalName';
const ODD = `${NAME}.matches(${celLiteral(INSIDE)}) || (${NAME}.matches(${celLiteral(OF_CLUSTER)}) && has(object.metadata.namespace) && !${NAME}.matches('(^|[.])' + object.metadata.namespace + ${celLiteral(OF_CLUSTER)}))`;
const PASSES = `!has(object.spec) || !has(object.spec.type) || object.spec.type != 'ExternalName' || !has(${NAME}) || !(${ODD})`;

export const externalNameService = control({
  id: 'external-name-service',
  family: 'service',
  title: 'Use no ExternalName to inside or odd hosts',
  severity: 'low',
  why: 'An ingress controller or proxy that follows the name reaches itself, the metadata service or another tenant, for whoever may write a Service.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#externalname' },
  counterparts: { trivy: ['KSV-0108'], kyverno: ['no-localhost-service'] },
  notes:
    'Of a Service that says no namespace it cannot be known whether a name in `.svc` is of another one. What the name resolves to is not asked.',
  require: custom({
    reads: [SERVICE],
    evaluate(subject, emit) {
      if (!isKind(SERVICE, subject)) return false;
      const { spec, metadata } = subject.object;
      if (!isObject(spec) || spec.type !== 'ExternalName') return false;
      const path = ['spec', 'externalName'];
      const name: unknown = spec.externalName;
      if (name === UNKNOWN) emit(unknown(path, EXPECTED));
      if (typeof name !== 'string') return true;
      const namespace: unknown = isObject(metadata) ? metadata.namespace : undefined;
      const isOther = ofCluster.test(name) && typeof namespace === 'string' && !ofNamespace(namespace).test(name);
      if (!inside.test(name) && !isOther) return true;
      const instructions =
        'Name the host that is meant by its own name outside of the cluster, or let clients use the name of the other Service.';
      emit({ verdict: 'fail', path, actual: name, expected: EXPECTED, fix: { op: 'manual', instructions } });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : [${NAME}]` },
    prose: `\`externalName\` of a Service is ${EXPECTED}; no address, \`localhost\` or metadata host`,
  }),
  examples: {
    pass: [
      { because: 'a host outside', object: externalName('db.example.com') },
      { because: 'a Service of the same namespace', object: externalName('db.shop.svc.cluster.local') },
      { because: 'only the word is in it', object: externalName('localhost.example.com') },
      { because: 'a plain Service has none', object: serviceExample({}) },
    ],
    fail: [
      { because: 'whoever follows it reaches himself', object: externalName('localhost') },
      { because: 'an address', object: externalName('169.254.169.254') },
      { because: 'the metadata of the cloud', object: externalName('metadata.google.internal') },
      { because: 'a Service of another namespace', object: externalName('vault.secrets.svc.cluster.local') },
    ],
  },
});

function externalName(name: string) {
  const spec = { type: 'ExternalName', externalName: name };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'shop' }, spec };
}
