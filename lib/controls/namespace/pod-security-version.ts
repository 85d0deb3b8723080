import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { namespaceExample } from './namespace-examples';

const LABEL = 'pod-security.kubernetes.io/enforce-version';
const PATH = ['metadata', 'labels', LABEL];
const PATTERN = '^(latest|v1\\.[0-9]+)$';
const VERSION = new RegExp(PATTERN);
const EXPECTED = '`latest` or a version such as `v1.34`';
const PASSES = `has(object.metadata.labels) && '${LABEL}' in object.metadata.labels && object.metadata.labels['${LABEL}'].matches('^(latest|v1[.][0-9]+)$')`;

export const podSecurityVersion = control({
  id: 'pod-security-version',
  family: 'namespace',
  title: 'Pin the Pod Security version',
  severity: 'low',
  why: 'A namespace that does not say which version it means changes what it refuses on the day that the cluster is upgraded, unnoticed.',
  references: {
    kubernetes: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces',
  },
  counterparts: {},
  notes:
    'Absent means `latest`. Written down, it is a decision: `latest` for clusters that follow each version, a version for those that look first.',
  require: custom({
    reads: [{ group: '', kind: 'Namespace' }],
    evaluate({ object, group, kind }, emit) {
      if (group !== '' || kind !== 'Namespace') return false;
      const labels: unknown = object.metadata?.labels;
      const actual: unknown = (isObject(labels) ? labels[LABEL] : undefined) ?? undefined;
      if (actual === UNKNOWN) emit(unknown(PATH, EXPECTED));
      else if (typeof actual !== 'string' || !VERSION.test(actual))
        emit({ verdict: 'fail', path: PATH, actual, expected: EXPECTED, fix: { op: 'set', path: PATH, value: 'latest' } });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Namespace']` },
    prose: `every Namespace has the label \`${LABEL}\` with \`latest\` or a version (\`v1.34\`)`,
  }),
  examples: {
    pass: [
      { because: 'it follows the cluster', object: namespaceExample({ [LABEL]: 'latest' }) },
      { because: 'it changes when somebody says so', object: namespaceExample({ [LABEL]: 'v1.34' }) },
      { because: 'whatever else it is labelled with', object: namespaceExample({ team: 'shop', [LABEL]: 'v1.9' }) },
    ],
    fail: [
      {
        because: 'absent means latest, and nobody decided it',
        object: namespaceExample({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
      },
      { because: 'a version begins with v', object: namespaceExample({ [LABEL]: '1.34' }) },
      { because: 'patches have no rules of their own', object: namespaceExample({ [LABEL]: 'v1.34.2' }) },
    ],
  },
});
