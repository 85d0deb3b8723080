import { control } from '../control';
import { all, custom, everyContainer, having, isObject, manual, optional, pod, saying, type ValueTest } from '../requirement';
import { celLiteral } from '../requirement/text';
import { DEPLOYMENT, isKind, SERVICE } from './kinds';
import { workloadExample } from './workload-examples';

const INSTRUCTIONS =
  'Take Tiller out: Helm 3 and newer work without it, with the rights of the person who calls them (`helm 2to3 convert` migrates releases).';
/** The word alone: a `distiller` is something else. */
const PATTERN = '(^|[^a-zA-Z])tiller([^a-zA-Z]|$)';
const tiller = new RegExp(PATTERN);
const celNames = (value: string): string => `${value}.matches(${celLiteral(PATTERN)})`;

const notTiller: ValueTest<string> = optional({
  absent: true,
  accepts: (value) => typeof value !== 'string' || !tiller.test(value),
  cel: (value) => `!${celNames(value)}`,
  prose: 'not named `tiller`',
  fix: () => ({ op: 'manual', instructions: INSTRUCTIONS }),
});

const LABELLED = `(has(object.metadata.labels) && object.metadata.labels.exists(k, ${celNames('object.metadata.labels[k]')}))`;
const NAMED = `(has(object.metadata.name) && ${celNames('object.metadata.name')})`;

const namedOrLabelled = custom({
  reads: [DEPLOYMENT, SERVICE],
  evaluate(subject, emit) {
    if (!isKind(DEPLOYMENT, subject) && !isKind(SERVICE, subject)) return false;
    const { metadata } = subject.object;
    const fix = { op: 'manual', instructions: INSTRUCTIONS } as const;
    if (tiller.test(subject.name))
      emit({ verdict: 'fail', path: ['metadata', 'name'], actual: subject.name, expected: 'a name other than Tiller’s', fix });
    const labels = isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
    for (const key in labels) {
      if (typeof labels[key] !== 'string' || !tiller.test(labels[key])) continue;
      emit({ verdict: 'fail', path: ['metadata', 'labels', key], actual: labels[key], expected: 'a label other than Tiller’s', fix });
    }
    return true;
  },
  cel: {
    expression: `!${NAMED} && !${LABELLED}`,
    offenders: `(${NAMED} || ${LABELLED}) ? ['the ' + object.kind] : []`,
  },
  prose: 'no Deployment and no Service is named or labelled `tiller`',
});

export const helmTiller = control({
  id: 'helm-tiller',
  family: 'workload',
  title: 'Remove Tiller',
  severity: 'critical',
  why: 'Tiller does what anybody who reaches its port asks for, with its own rights, which mostly are those of a cluster administrator.',
  references: { kubernetes: 'https://helm.sh/docs/faq/changes_since_helm2/#removal-of-tiller' },
  counterparts: {
    trivy: ['KSV-0102'],
    checkov: ['CKV_K8S_34', 'CKV_K8S_44', 'CKV_K8S_45'],
    kyverno: ['disallow-helm-tiller'],
  },
  notes:
    'The word counts, not the letters: `tiller-deploy` and `kubernetes-helm/tiller` fail, `distiller` does not. Scanners look for the letters.',
  require: all(
    saying(
      'no image of a container or of an image volume is named `tiller`',
      manual(INSTRUCTIONS, all(everyContainer('image', notTiller), pod('volumes[].image', having('reference', notTiller)))),
    ),
    namedOrLabelled,
  ),
  examples: {
    pass: [
      { because: 'something else', object: workloadExample({}) },
      { because: 'a distiller is something else', pod: { containers: [{ image: 'registry.example/distiller:1.0.0' }] } },
      {
        because: 'the Service is somebody else’s',
        object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } },
      },
    ],
    fail: [
      { because: 'the image is Tiller', pod: { containers: [{ image: 'gcr.io/kubernetes-helm/tiller:v2.16.9' }] } },
      { because: 'init containers count', pod: { initContainers: [{ image: 'registry.example/tiller-setup:1' }] } },
      { because: 'the Deployment is labelled so', object: workloadExample({ labels: { app: 'helm', name: 'tiller' } }) },
      {
        because: 'the Service makes it reachable',
        object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'tiller-deploy' }, spec: { ports: [{ port: 44134 }] } },
      },
    ],
  },
});
