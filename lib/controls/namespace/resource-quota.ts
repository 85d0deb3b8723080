import { control } from '../control';
import { custom, type Emit, isObject, type Json, type Subject } from '../requirement';
import { isKnownInside, isOfTheSystem } from './known-namespace';
import { boundsExample, namespaceExample, podInNamespace } from './namespace-examples';

const BOUNDED = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
/** The API server reads these as requests. */
const SHORT: Readonly<Record<string, string>> = { 'requests.cpu': 'cpu', 'requests.memory': 'memory' };
const WRITE =
  'ResourceQuota with `hard`: `requests.cpu`, `requests.memory`, `limits.cpu` and `limits.memory`, each as much as its workloads may have together';

function bounds({ spec }: Json): ReadonlySet<string> {
  const hard: unknown = isObject(spec) ? spec.hard : undefined;
  const isScoped = isObject(spec) && (Array.isArray(spec.scopes) ? spec.scopes.length > 0 : spec.scopeSelector != null);
  if (!isObject(hard) || isScoped) return new Set(); // one that counts some pods only leaves the others free
  return new Set(BOUNDED.filter((key) => (hard[key] ?? hard[SHORT[key] ?? ''] ?? undefined) !== undefined));
}

function missingIn(quotas: readonly Json[]): readonly string[] {
  const bounded = new Set(quotas.flatMap((quota) => [...bounds(quota)]));
  return BOUNDED.filter((key) => !bounded.has(key));
}

function judge(subject: Subject, emit: Emit): boolean {
  const { group, kind, name, neighbours } = subject;
  if (group !== '' || kind !== 'Namespace' || isOfTheSystem(name) || !isKnownInside(subject)) return false;
  const quotas = neighbours.list('', 'ResourceQuota', name);
  const missing = missingIn(quotas);
  if (missing.length === 0) return true;
  emit({
    verdict: 'fail',
    path: ['metadata', 'name'],
    actual: name,
    expected: `a namespace with a ResourceQuota on ${missing.map((each) => `\`${each}\``).join(', ')}`,
    fix: { op: 'manual', instructions: quotas.length === 0 ? `Write a ${WRITE}.` : `Add what is missing to the ${WRITE}.` },
  });
  return true;
}

const HARD = { 'requests.cpu': '4', 'requests.memory': '8Gi', 'limits.cpu': '8', 'limits.memory': '16Gi' };
const quota = (hard: Json, more: Json = {}): Json => boundsExample('ResourceQuota', { hard, ...more });

export const resourceQuota = control({
  id: 'resource-quota',
  family: 'namespace',
  title: 'Bound namespaces with a ResourceQuota',
  severity: 'medium',
  why: 'A namespace without bounds takes the nodes away from all others: by a fault, by an attack, or by somebody’s coin miner.',
  references: { nsa: 'Network: resource policies' },
  counterparts: { trivy: ['KSV-0040'], kyverno: ['add-ns-quota'] },
  notes:
    'Asked of a Namespace only where something that lives in it was read together with it: else its quota may stand in a file that was not given. Several quotas count together; one with scopes counts some pods only, and so not at all. `cpu` and `memory` mean the requests. Trivy judges quotas alone, not that one is missing. A quota on `limits.cpu` makes the API server refuse pods without a CPU limit: hardening writes one, or a LimitRange gives it.',
  require: custom({
    reads: [{ group: '', kind: 'Namespace' }],
    crossObject: true,
    evaluate: judge,
    cel: { impossible: 'The quota is another object, and comes later than the Namespace.' },
    prose: `the ResourceQuotas of every Namespace bound ${BOUNDED.map((each) => `\`${each}\``).join(', ')}`,
  }),
  examples: {
    pass: [
      { because: 'everything is bounded', object: namespaceExample(), with: [quota(HARD)] },
      {
        because: 'two of them together',
        object: namespaceExample(),
        with: [
          quota({ cpu: '4', memory: '8Gi' }),
          { ...quota({ 'limits.cpu': '8', 'limits.memory': '16Gi' }), metadata: { name: 'limits', namespace: 'shop' } },
        ],
      },
      { because: 'what lives in it was not given', object: namespaceExample() },
    ],
    fail: [
      { because: 'there is none', object: namespaceExample(), with: [podInNamespace()] },
      { because: 'limits may be as high as they like', object: namespaceExample(), with: [quota({ cpu: '4', memory: '8Gi' })] },
      { because: 'it is one of another namespace', object: namespaceExample(undefined, 'api'), with: [quota(HARD), podInNamespace('api')] },
      { because: 'it counts some pods only', object: namespaceExample(), with: [quota(HARD, { scopes: ['BestEffort'] })] },
    ],
  },
});
