import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { podInNamespace } from './namespace-examples';
import { CEL_NAMESPACED, isNamespaced } from './namespaced-kinds';

const PATH = ['metadata', 'namespace'];
const EXPECTED = 'a namespace other than `default`';
const OWN = new Set(['ServiceAccount/default', 'Service/kubernetes']);

const CEL_OWN =
  "object.apiVersion == 'v1' && has(object.metadata.name) && " +
  "((object.kind == 'ServiceAccount' && object.metadata.name == 'default') || (object.kind == 'Service' && object.metadata.name == 'kubernetes'))";

export const defaultNamespace = control({
  id: 'default-namespace',
  family: 'namespace',
  title: 'Keep out of the default namespace',
  severity: 'low',
  why: 'What lives there shares its quotas, its policies and its default account with whatever anybody forgot to put elsewhere.',
  references: { cis: ['5.6.4 (v1.11+; 5.7.4 before)'], nsa: 'Network: namespaces' },
  counterparts: {
    trivy: ['KSV-0110'],
    checkov: ['CKV_K8S_21'],
    kubeLinter: ['use-namespace'],
    kubescape: ['C-0061', 'C-0212'],
    kyverno: ['disallow-default-namespace'],
  },
  notes:
    'Charts and bases leave the namespace to whoever installs them, so an absent one is a finding only with `final`, and then of kinds that are known to live in a namespace. Checkov and Trivy take an absent namespace for `default`. The ServiceAccount `default` and the Service `kubernetes` belong there.',
  parameters: {
    /** The namespaces in the files are those that are applied: an absent one means `default`. */
    final: false,
  },
  require: ({ final }) => {
    const absent = final ? `!(${CEL_NAMESPACED})` : 'true';
    const passes = `(${CEL_OWN}) || (has(object.metadata.namespace) && object.metadata.namespace != '' ? object.metadata.namespace != 'default' : ${absent})`;
    return custom({
      reads: 'any',
      evaluate({ object, group, kind, name }, emit) {
        const { metadata } = object;
        if (!isObject(metadata) || (group === '' && OWN.has(`${kind}/${name}`))) return false;
        const actual: unknown = metadata.namespace || undefined;
        if (actual === undefined && !isNamespaced(group, kind)) return false;
        if (actual === UNKNOWN) emit(unknown(PATH, EXPECTED));
        else if (actual === 'default' || (actual === undefined && final))
          emit({
            verdict: 'fail',
            path: PATH,
            actual,
            expected: EXPECTED,
            fix: {
              op: 'manual',
              instructions: 'Name a namespace of the application (of a Chart: its `namespace`), and write its Namespace.',
            },
          });
        return true;
      },
      cel: { expression: passes, offenders: `(${passes}) ? [] : ['the ' + object.kind]` },
      prose: `no object says the namespace \`default\`${final ? ', nor none' : ''}`,
    });
  },
  examples: {
    pass: [
      { because: 'a namespace of the application', object: podInNamespace() },
      { because: 'whoever installs it says where', object: podInNamespace('') },
      {
        because: 'it belongs there',
        object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } },
      },
      {
        because: 'it lives in no namespace',
        parameters: { final: true },
        object: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' }, provisioner: 'disk.csi.azure.com' },
      },
    ],
    fail: [
      { because: 'it is written', object: podInNamespace('default') },
      { because: 'absent means default where nobody adds one', parameters: { final: true }, object: podInNamespace('') },
      {
        because: 'of whatever kind',
        object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'default' } },
      },
      {
        because: 'of whatever kind, where nobody adds one',
        parameters: { final: true },
        object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec: { podSelector: {} } },
      },
    ],
  },
});
