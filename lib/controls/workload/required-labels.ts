import { control } from '../control';
import { custom, type Fix, isObject } from '../requirement';
import { celList, code, list } from '../requirement/text';
import { workloadExample } from './workload-examples';

const NAME = 'app.kubernetes.io/name';
const LABELS: readonly string[] = [NAME];
/** What Kubernetes accepts as the value of a label. */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

function fixOf(label: string, name: string): Fix {
  if (label === NAME && LABEL_VALUE.test(name)) return { op: 'set', path: ['metadata', 'labels', label], value: name };
  return { op: 'manual', instructions: `Write the label \`${label}\`: only the owner knows its value.` };
}

export const requiredLabels = control({
  id: 'required-labels',
  family: 'workload',
  title: 'Carry the recommended labels',
  severity: 'low',
  why: 'When something is on fire, nobody finds out to whom an unlabelled object belongs, and policies that select by label pass it over.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/' },
  counterparts: {
    kubeLinter: ['required-label-owner', 'required-annotation-email'],
    kubescape: ['C-0076', 'C-0077'],
    kyverno: ['require-labels'],
    gatekeeper: ['K8sRequiredLabels', 'K8sRequiredAnnotations'],
  },
  notes:
    'Asked of the labels of the object itself, of whatever kind, not of its pod template. Hardening writes `app.kubernetes.io/name` from the name of the object; labels that select something (selectors, templates) are left alone.',
  parameters: {
    /** The labels that every object must carry. */
    labels: LABELS,
  },
  require: ({ labels }) =>
    custom({
      reads: 'any',
      evaluate({ object, name }, emit) {
        const { metadata } = object;
        if (!isObject(metadata)) return false;
        const given = isObject(metadata.labels) ? metadata.labels : {};
        const own = typeof metadata.name === 'string' ? name : '';
        for (const label of labels) {
          if ((given[label] ?? undefined) !== undefined) continue;
          const path = ['metadata', 'labels', label];
          emit({ verdict: 'fail', path, actual: undefined, expected: 'set', fix: fixOf(label, own) });
        }
        return true;
      },
      cel: {
        expression: `has(object.metadata.labels) && ${celList(labels)}.all(l, l in object.metadata.labels)`,
        offenders: `${celList(labels)}.filter(l, !(has(object.metadata.labels) && l in object.metadata.labels))`,
      },
      prose: `every object carries the ${labels.length === 1 ? 'label' : 'labels'} ${list(labels.map(code))}`,
    }),
  examples: {
    pass: [
      { because: 'it says what it belongs to', object: workloadExample({ labels: { [NAME]: 'web' } }) },
      {
        because: 'the owner is named',
        parameters: { labels: ['example.com/owner'] },
        object: workloadExample({ labels: { 'example.com/owner': 'shop' } }),
      },
    ],
    fail: [
      { because: 'there are no labels', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } } },
      { because: 'the label of the template is not the object’s', object: workloadExample({ podLabels: { [NAME]: 'web' } }) },
      {
        because: 'one of two is missing',
        parameters: { labels: [NAME, 'example.com/owner'] },
        object: workloadExample({ labels: { [NAME]: 'web' } }),
      },
    ],
  },
});
