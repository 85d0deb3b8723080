import type { ControlId } from '../../../lib/controls/catalogue';
import { labelSelectorOf } from '../../../lib/controls/network/calico-selector';
import type { Json } from '../../../lib/controls/requirement';
import { selects } from '../../../lib/controls/workload/label-selector';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn } from '../workload/findings';

const web = workloadExample({ namespace: 'shop' });
const NAMESPACE: Json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'web' } } };
const told = (...policies: readonly Json[]) => findingsIn('network-policy', [web, NAMESPACE, ...policies]).length === 1;

describe('a selector of Calico', () => {
  test.each([
    ['', { app: 'web' }, true],
    ['all()', {}, true],
    ["app == 'web'", { app: 'web' }, true],
    ['app == "api"', { app: 'web' }, false],
    ["app != 'api'", {}, true],
    ["app in {'web', 'api'} && has(tier)", { app: 'web', tier: 'front' }, true],
    ["app in {'web', 'api'} && has(tier)", { app: 'web' }, false],
    ["app not in {'api'} && !has(debug)", { app: 'web' }, true],
    ["app == 'web' && app == 'api'", { app: 'web' }, false],
    ["app.kubernetes.io/name=='web'", { 'app.kubernetes.io/name': 'web' }, true],
  ])('%j of %j: %s', (selector, labels, expected) => {
    expect(selects(labelSelectorOf(selector), labels)).toBe(expected);
  });

  test.each(["app == 'web' || app == 'api'", "!(app == 'web')", "app starts with 'w'", 'global()', 'app == web'])(
    'that is more than labels is not read: %s',
    (selector) => expect(labelSelectorOf(selector)).toBeUndefined(),
  );
});

describe('a policy of Cilium', () => {
  const cilium = (spec: Json, kind = 'CiliumNetworkPolicy', namespace: string | undefined = 'shop'): Json => ({
    apiVersion: 'cilium.io/v2',
    kind,
    metadata: { name: 'web', ...(kind === 'CiliumNetworkPolicy' && { namespace }) },
    spec,
  });
  const clusterwide = (endpointSelector: Json) => cilium({ endpointSelector }, 'CiliumClusterwideNetworkPolicy');

  test('selects by labels of any source, in its namespace', () => {
    expect(told(cilium({ endpointSelector: {} }))).toBe(false);
    expect(told(cilium({ endpointSelector: { matchLabels: { 'any:app': 'web' } } }))).toBe(false);
    expect(told(cilium({ endpointSelector: { matchLabels: { app: 'api' } } }))).toBe(true);
    expect(told(cilium({ endpointSelector: {} }, 'CiliumNetworkPolicy', 'other'))).toBe(true);
  });

  test('of the cluster selects by the namespace too, and by its labels', () => {
    expect(told(clusterwide({ matchLabels: { 'io.kubernetes.pod.namespace': 'shop' } }))).toBe(false);
    expect(told(clusterwide({ matchLabels: { 'io.kubernetes.pod.namespace': 'api' } }))).toBe(true);
    expect(told(clusterwide({ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': 'web' } }))).toBe(false);
  });

  test('for nodes selects no pod, and one with several specs any of them', () => {
    expect(told(cilium({ nodeSelector: {} }, 'CiliumClusterwideNetworkPolicy'))).toBe(true);
    const { spec: _, ...several } = cilium({});
    const specs = ['api', 'web'].map((app) => ({ endpointSelector: { matchLabels: { app } } }));
    expect(told({ ...several, specs })).toBe(false);
    expect(told({ ...several, specs: specs.slice(0, 1) })).toBe(true);
  });
});

describe('a policy of Calico', () => {
  const calico = (spec: Json, kind = 'NetworkPolicy', group = 'projectcalico.org'): Json => ({
    apiVersion: `${group}/v3`,
    kind,
    metadata: { name: 'web', ...(kind === 'NetworkPolicy' && { namespace: 'shop' }) },
    spec,
  });

  test('selects in its namespace, by whichever API it was written', () => {
    expect(told(calico({ selector: "app == 'web' && projectcalico.org/orchestrator == 'k8s'" }))).toBe(false);
    expect(told(calico({ selector: 'all()' }, 'NetworkPolicy', 'crd.projectcalico.org'))).toBe(false);
    expect(told(calico({ selector: "app == 'api'" }))).toBe(true);
  });

  test('of the cluster selects by namespace, as Calico names it or by its labels', () => {
    const globally = (namespaceSelector: string) => told(calico({ selector: 'all()', namespaceSelector }, 'GlobalNetworkPolicy'));
    expect(globally("projectcalico.org/name == 'shop'")).toBe(false);
    expect(globally("team in {'web'}")).toBe(false);
    expect(globally("projectcalico.org/name not in {'shop'}")).toBe(true);
  });

  test('that cannot be read may select the pod, so that nothing is said', () => {
    expect(told(calico({ selector: "app == 'api' || app == 'db'" }))).toBe(false);
    expect(told(calico({ selector: "app == 'api'", serviceAccountSelector: "name == 'web'" }))).toBe(false);
    expect(told(calico({ selector: "app == 'api'" }), calico({ selector: "name contains 'x'" }))).toBe(false);
  });
});

describe('a policy of Cilium for some other pods', () => {
  const other: Json = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { endpointSelector: { matchLabels: { app: 'api' } }, ingress: [{}] },
  };
  const own: Json = { ...other, spec: { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{}] } };
  const every: Json = { ...other, spec: { endpointSelector: {}, ingress: [{}] } };
  const policy = (spec: Json): Json => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec },
  });
  const out = policy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }] });
  const into = policy({ policyTypes: ['Ingress'] });
  const count = (control: ControlId, ...objects: readonly Json[]) => findingsIn(control, [web, NAMESPACE, ...objects]).length;

  test.each<[ControlId, Json, number]>([
    ['default-deny', into, 1],
    ['dns-egress', out, 2],
    ['ingress-and-egress-isolation', into, 1],
    ['cloud-metadata-access', into, 1],
  ])('does not silence %s', (control, read, findings) => {
    expect(count(control, read)).toBe(findings);
    expect(count(control, read, other)).toBe(findings);
    expect(count(control, read, every)).toBe(0);
    if (control !== 'default-deny') expect(count(control, read, own)).toBe(0);
  });

  test('silences the metadata address only where it denies', () => {
    const denies: Json = { ...other, spec: { endpointSelector: {}, egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] } };
    const places = (...objects: readonly Json[]) => findingsIn('cloud-metadata-access', [out, NAMESPACE, ...objects]).length;
    expect(places()).toBe(1);
    expect(places(every)).toBe(1);
    expect(places(denies)).toBe(0);
  });
});
