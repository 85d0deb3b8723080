import { loadAll } from 'js-yaml';
import { SYSTEM_NAMESPACES } from '../../lib/policies';
import { inFolder, tempered } from './command-line';

interface Binding {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly policyName: string; readonly validationActions: readonly string[] };
}

const bindingsOf = (yaml: string): readonly Binding[] =>
  (loadAll(yaml) as Binding[]).filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');

describe('policies', () => {
  test('prints a policy and its binding for each group of controls, as YAML', async () => {
    inFolder({});
    const { code, out } = await tempered(['policies', '--profile', 'pod-security-restricted']);
    expect(code).toBe(0);
    const objects = loadAll(out) as Binding[];
    const names = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
    expect(names.length).toBeGreaterThan(0);
    expect(bindingsOf(out).map(({ spec }) => spec.policyName)).toEqual(names);
    for (const { spec } of bindingsOf(out)) expect(spec.validationActions).toEqual(['Deny']);
  });

  test('asks the same controls as an audit with the same options', async () => {
    inFolder({});
    const { out } = await tempered(['policies', '--only', 'host-network']);
    expect(out).toContain('host-network');
    expect(out).not.toContain('hostPID');
  });

  test.each([
    ['warn', ['Warn', 'Audit']],
    ['audit', ['Audit']],
  ])('--action %s refuses nothing', async (action, actions) => {
    inFolder({});
    const { out } = await tempered(['policies', '--only', 'host-network', '--action', action]);
    expect(bindingsOf(out).map(({ spec }) => spec.validationActions)).toEqual([actions]);
  });

  test('excludes namespaces beside those of the cluster itself, whatever they are called', async () => {
    inFolder({});
    const { out } = await tempered([
      'policies',
      '--only',
      'host-network',
      '--exclude-namespace',
      'on,istio-system',
      '--exclude-namespace',
      'y',
    ]);
    const text = JSON.stringify(bindingsOf(out));
    for (const name of [...SYSTEM_NAMESPACES, 'on', 'istio-system', 'y']) expect(text).toContain(`"${name}"`);
    // kubectl reads YAML 1.1, in which both words are true.
    expect(out).toContain('"on"');
  });

  test('names what an API server cannot judge, on standard error', async () => {
    inFolder({});
    const { code, err } = await tempered(['policies']);
    expect(code).toBe(0);
    const lines = err.trimEnd().split('\n');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^left out: [a-z0-9-]+: ./);
    expect(lines.at(-1)).toMatch(/^judged by their pods alone, when these are made: .*JobSet\.jobset\.x-k8s\.io/);
  });

  test('names objects after the profile, in letters that a name may have', async () => {
    inFolder({ 'shop.yaml': 'name: The Shop!\ncontrols: {host-network: fail}' });
    const { out } = await tempered(['policies', '--profile', 'shop.yaml']);
    for (const { metadata } of loadAll(out) as Binding[]) expect(metadata.name).toMatch(/^tempered-the-shop-[a-z0-9-]+$/);
  });

  test.each([
    [['--action', 'deney'], 'Did you mean deny?'],
    [['--exclude-namespace', 'Kube_System'], '"Kube_System" is no name of a namespace'],
  ])('refuses %p', async (options, message) => {
    inFolder({});
    const { code, out, err } = await tempered(['policies', ...options]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
