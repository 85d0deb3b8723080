import { control } from '../control';
import { all, byHand, hasCel, isObject, oneOf, pod, type Requirement } from '../requirement';
import { mapRules } from '../requirement/rule';
import { celLiteral } from '../requirement/text';

/** What a profile may set of `runtime-class`. */
export interface RuntimeClassParameters {
  /** RuntimeClasses that are a sandbox (`gvisor`, `kata`). Default: none, and nothing is asked. */
  readonly allowed: readonly string[];
  /** The label by which a pod asks for a sandbox. Default: empty, every pod does. */
  readonly label: string;
  /** Whether hardening writes the first of `allowed` where a pod names none. Default: false, it decides on which nodes a pod can run. */
  readonly assign: boolean;
}
const PARAMETERS: RuntimeClassParameters = { allowed: [], label: '', assign: false };

/** Asked only of pods that carry the label, and not with the value `false`. */
function ofLabelled(label: string, requirement: Requirement): Requirement {
  const key = celLiteral(label);
  const labels = 'variables.metadata.labels';
  const silent = `!has(${labels}) || !(${key} in ${labels}) || ${labels}[${key}] == 'false'`;
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate(subject, emit) {
      const labels: unknown = subject.pod?.metadata.labels;
      const asks = isObject(labels) && labels[label] !== undefined && labels[label] !== 'false';
      return asks && rule.evaluate(subject, emit);
    },
    cel: hasCel(rule.cel)
      ? { ...rule.cel, expression: `(${silent}) || (${rule.cel.expression})`, offenders: `(${silent}) ? [] : (${rule.cel.offenders})` }
      : rule.cel,
    prose: `${rule.prose}; asked of pods with the label \`${label}\``,
  }));
}

/** A workload, since an API server takes a Pod only where it knows the RuntimeClass. */
const workload = (spec: object, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'example' },
  spec: {
    selector: { matchLabels: { app: 'example' } },
    template: {
      metadata: { labels: { app: 'example', ...labels } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1.0.0' }], ...spec },
    },
  },
});

export const runtimeClass = control({
  id: 'runtime-class',
  family: 'pod',
  title: 'Sandbox untrusted workloads',
  severity: 'low',
  why: 'In a container of the usual kind untrusted code is one bug of the kernel away from the node.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/containers/runtime-class/' },
  counterparts: {
    kubescape: ['C-0297'],
    kyverno: ['restrict-runtimeclass'],
  },
  notes:
    'Nothing is asked until a profile names the sandboxes that its clusters have (`allowed`). With `label` only pods that carry this label, with any value but `false`, are asked.',
  parameters: PARAMETERS,
  require: ({ allowed: [first, ...others], label, assign }) => {
    if (first === undefined) return all();
    const sandboxed = byHand(
      oneOf(first, ...others),
      'Write the RuntimeClass that fits this workload: it decides on which nodes it can run, and what it costs there.',
    );
    const assigned: typeof sandboxed = {
      ...sandboxed,
      fix: (path, actual) => (actual === undefined ? { op: 'set', path, value: first } : sandboxed.fix(path, actual)),
    };
    const everyPod = pod('runtimeClassName', assign ? assigned : sandboxed);
    return label === '' ? everyPod : ofLabelled(label, everyPod);
  },
  examples: {
    pass: [
      { because: 'a sandbox of the list', parameters: { allowed: ['gvisor', 'kata'] }, object: workload({ runtimeClassName: 'kata' }) },
      {
        because: 'its label does not ask for one',
        parameters: { allowed: ['gvisor'], label: 'sandbox' },
        object: workload({}, { tier: 'web' }),
      },
      {
        because: 'its label says that it needs none',
        parameters: { allowed: ['gvisor'], label: 'sandbox' },
        object: workload({}, { sandbox: 'false' }),
      },
      {
        because: 'its label asks for one',
        parameters: { allowed: ['gvisor'], label: 'sandbox' },
        object: workload({ runtimeClassName: 'gvisor' }, { sandbox: 'true' }),
      },
    ],
    fail: [
      { because: 'absent means the usual runtime', parameters: { allowed: ['gvisor'] }, pod: {} },
      {
        because: 'a runtime that is not in the list',
        parameters: { allowed: ['gvisor'] },
        object: workload({ runtimeClassName: 'nvidia' }),
      },
      {
        because: 'its label asks for one',
        parameters: { allowed: ['gvisor'], label: 'sandbox' },
        object: workload({}, { sandbox: 'true' }),
      },
    ],
  },
});
