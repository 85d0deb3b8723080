import { control } from '../control';
import { custom, isObject } from '../requirement';
import { labelsOf } from '../workload/label-selector';
import { workloadExample } from '../workload/workload-examples';
import { annotationsOf, celKeepsIstioOut, ISTIO_INJECT, keepsIstioOut, LINKERD_INJECT, meshOfNamespace, namespaceOf } from './mesh';

/** Annotations that lead some traffic past the proxy. */
const PAST = ['traffic.sidecar.istio.io/exclude', 'config.linkerd.io/skip-'];

const LABELS = { name: 'podLabels', expression: 'has(variables.metadata.labels) ? variables.metadata.labels : {}' };
const past = PAST.map((prefix) => `k.startsWith('${prefix}')`).join(' || ');
/** Of a key `k`. */
const BAD_ANNOTATION = [
  `(k == '${ISTIO_INJECT}' && !(k in variables.podLabels) && ${celKeepsIstioOut('variables.annotations[k]')})`,
  `(k == '${LINKERD_INJECT}' && variables.annotations[k] == 'disabled')`,
  `((${past}) && variables.annotations[k] != '')`,
].join(' || ');
const BAD_LABEL = `k == '${ISTIO_INJECT}' && ${celKeepsIstioOut('variables.podLabels[k]')}`;

const MESHED = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } };
const annotated = (annotations: Readonly<Record<string, string>>) => ({ pod: {}, annotations });
const labelled = (inject: string) => workloadExample({ namespace: 'shop', podLabels: { app: 'web', [ISTIO_INJECT]: inject } });

export const meshInjectionBypass = control({
  id: 'mesh-injection-bypass',
  family: 'network',
  title: 'Do not bypass the mesh',
  severity: 'medium',
  why: 'What does not go through the proxy is neither encrypted nor authorized: the policies of the mesh do not hold for this pod, or for these ports.',
  references: { kubernetes: 'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations' },
  counterparts: {
    kyverno: ['prevent-disabling-injection-pods', 'prevent-linkerd-pod-injection-override', 'prevent-linkerd-port-skipping'],
  },
  notes:
    'Not asked where the Namespace is read and puts no pods into a mesh; where it is not read, and by an API server, a pod that speaks of a mesh is taken to be in one. The label of Istio goes before its annotation; any value but `y`, `yes`, `true` and `on` keeps the proxy out. For a Job that never ends beside a sidecar, native sidecars are the answer: Kubernetes 1.29 and newer.',
  require: custom({
    reads: 'pod',
    crossObject: true,
    evaluate({ pod, namespace, neighbours }, emit) {
      if (pod === undefined) return false;
      const where = namespaceOf(namespace, neighbours);
      if (where !== undefined && meshOfNamespace(where) === undefined) return false;
      const own = { metadata: pod.metadata };
      const tell = (field: 'labels' | 'annotations', key: string, actual: unknown, instructions: string): void => {
        const path = [...pod.at, 'metadata', field, key];
        emit({
          verdict: 'fail',
          path,
          actual,
          expected: 'absent: all traffic goes through the proxy',
          fix: { op: 'manual', instructions },
        });
      };
      const inject = 'Take it out, so that the pod gets its proxy; where it cannot have one, waive this and close it by a NetworkPolicy.';
      const labels = labelsOf(own);
      if (keepsIstioOut(labels[ISTIO_INJECT])) tell('labels', ISTIO_INJECT, labels[ISTIO_INJECT], inject);
      const annotations = annotationsOf(own);
      if (!isObject(annotations)) return true;
      for (const [key, value] of Object.entries(annotations)) {
        if (key === ISTIO_INJECT && !(key in labels) && keepsIstioOut(value)) tell('annotations', key, value, inject);
        else if (key === LINKERD_INJECT && value === 'disabled') tell('annotations', key, value, inject);
        else if (PAST.some((prefix) => key.startsWith(prefix)) && value !== '' && value !== null)
          tell(
            'annotations',
            key,
            value,
            'Take it out; where a port must go past the proxy, waive this, and let a NetworkPolicy say who may use it.',
          );
      }
      return true;
    },
    cel: {
      expression: `!variables.annotations.exists(k, ${BAD_ANNOTATION}) && !variables.podLabels.exists(k, ${BAD_LABEL})`,
      offenders: `variables.annotations.filter(k, ${BAD_ANNOTATION}) + variables.podLabels.filter(k, ${BAD_LABEL})`,
      variables: [LABELS],
    },
    prose: `no pod has \`${ISTIO_INJECT}\` with another value than yes, \`${LINKERD_INJECT}: disabled\`, or an annotation ${PAST.map((each) => `\`${each}…\``).join(' or ')}`,
  }),
  examples: {
    pass: [
      { because: 'it says nothing', object: workloadExample({ namespace: 'shop' }), with: [MESHED] },
      { because: 'it is put in', object: labelled('true'), with: [MESHED] },
      { because: 'in the words of YAML', ...annotated({ [ISTIO_INJECT]: 'yes' }) },
      { because: 'an empty list of ports leaves none out', ...annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '' }) },
      {
        because: 'another setting of the proxy',
        ...annotated({ 'config.linkerd.io/proxy-log-level': 'warn', [LINKERD_INJECT]: 'enabled' }),
      },
    ],
    fail: [
      { because: 'it has no proxy', object: labelled('false'), with: [MESHED] },
      { because: 'it has none by its annotation', ...annotated({ [ISTIO_INJECT]: 'false' }) },
      { because: 'anything but yes is no', ...annotated({ [ISTIO_INJECT]: 'off' }) },
      { because: 'it has no proxy of Linkerd', ...annotated({ [LINKERD_INJECT]: 'disabled' }) },
      { because: 'a port is answered without it', ...annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }) },
      { because: 'addresses are called without it', ...annotated({ 'traffic.sidecar.istio.io/excludeOutboundIPRanges': '10.0.0.0/8' }) },
      { because: 'a port is called without it', ...annotated({ 'config.linkerd.io/skip-outbound-ports': '5432' }) },
    ],
  },
});
