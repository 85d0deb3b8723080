import { control } from '../control';
import { always, isObject, type Rule } from '../requirement';
import { CONFIG_MAP } from '../secret/kinds';
import { isKind } from '../workload/kinds';
import { ingressExample } from './ingress-examples';
import { INGRESSES, isIngress } from './ingress-kinds';

const KEYS = '^nginx[.]ingress[.]kubernetes[.]io/.*-snippet$';
const keys = new RegExp(KEYS);
const ALLOWED = 'allow-snippet-annotations';

const ANNOTATIONS = 'object.metadata.annotations';
const INGRESS_PASSES = `!has(${ANNOTATIONS}) || !${ANNOTATIONS}.exists(k, k.matches('${KEYS}'))`;
const CONFIG_PASSES = `!has(object.data) || !('${ALLOWED}' in object.data) || object.data['${ALLOWED}'] != 'true'`;

const ofIngress: Rule = {
  reads: INGRESSES,
  evaluate(subject, emit) {
    if (!isIngress(subject)) return false;
    const annotations: unknown = isObject(subject.object.metadata) ? subject.object.metadata.annotations : undefined;
    for (const key of Object.keys(isObject(annotations) ? annotations : {})) {
      if (!keys.test(key)) continue;
      const instructions =
        'Take the snippet out: most have an annotation that says the same, the others belong into the configuration of the controller.';
      const path = ['metadata', 'annotations', key];
      emit({ verdict: 'fail', path, actual: '(not shown)', expected: 'absent', fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: { expression: INGRESS_PASSES, offenders: `(${INGRESS_PASSES}) ? [] : ['the Ingress']` },
  prose: 'no annotation `nginx.ingress.kubernetes.io/…-snippet` stands in an Ingress',
};

const ofController: Rule = {
  reads: [CONFIG_MAP],
  evaluate(subject, emit) {
    const { data } = subject.object;
    if (!isKind(CONFIG_MAP, subject) || !isObject(data) || !(ALLOWED in data)) return false;
    if (String(data[ALLOWED]) !== 'true') return true;
    const fix = { op: 'manual', instructions: 'Set it to "false", once no Ingress of the cluster has a snippet.' } as const;
    emit({ verdict: 'fail', path: ['data', ALLOWED], actual: data[ALLOWED], expected: '`"false"`', fix });
    return true;
  },
  cel: { expression: CONFIG_PASSES, offenders: `(${CONFIG_PASSES}) ? [] : ['the ConfigMap']` },
  prose: `\`${ALLOWED}\` of the controller's ConfigMap is not \`true\``,
};

export const ingressSnippetAnnotations = control({
  id: 'ingress-snippet-annotations',
  family: 'ingress',
  title: 'Use no ingress-nginx snippets',
  severity: 'critical',
  why: 'A snippet is configuration of the controller, word for word: whoever may write an Ingress reads every Secret of the cluster (CVE-2021-25742).',
  references: { nsa: 'Network: control plane hardening' },
  counterparts: {
    checkov: ['CKV_K8S_152', 'CKV_K8S_153', 'CKV_K8S_154'],
    kubescape: ['C-0059'],
    kyverno: ['disallow-ingress-nginx-custom-snippets'],
  },
  notes: 'The controller refuses snippets by default since v1.9.0 (its changelog, #10393). Findings do not show the snippet.',
  require: always(ofIngress, ofController),
  examples: {
    pass: [
      { because: 'an annotation that is no snippet', object: annotated('rewrite-target') },
      { because: 'the snippet of nobody', object: ingressExample({ annotations: { 'example.com/code-snippet': 'x' } }) },
      { because: 'the controller refuses them', object: config('false') },
    ],
    fail: [
      { because: 'of a location', object: annotated('configuration-snippet') },
      { because: 'of a server', object: annotated('server-snippet') },
      { because: 'the controller lets everybody', object: config('true') },
    ],
  },
});

function annotated(name: string) {
  return ingressExample({ annotations: { [`nginx.ingress.kubernetes.io/${name}`]: '/' } });
}

function config(value: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ingress-nginx-controller' }, data: { [ALLOWED]: value } };
}
