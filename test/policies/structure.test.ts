import { WORKLOAD_KINDS } from '../../lib/controls/requirement';
import {
  type AdmissionPolicyOptions,
  admissionPolicies,
  leftOutOfPolicies,
  type ValidatingAdmissionPolicyBinding,
} from '../../lib/policies';
import { defineProfile, PROFILES, podSecurityRestricted, restricted } from '../../lib/profiles';
import { policiesOf } from './policies-of';

function bindingsOf(profile = podSecurityRestricted, options?: AdmissionPolicyOptions): readonly ValidatingAdmissionPolicyBinding[] {
  return admissionPolicies(profile, options).filter(
    (each): each is ValidatingAdmissionPolicyBinding => each.kind === 'ValidatingAdmissionPolicyBinding',
  );
}

describe.each(PROFILES.map((profile) => [profile.name, profile] as const))('the policies of %s', (_, profile) => {
  test('are policies with a binding each, under one name', () => {
    const bound = bindingsOf(profile).map(({ metadata, spec }) => [metadata.name, spec.policyName]);
    const names = policiesOf(profile).map(({ metadata }) => metadata.name);
    expect(bound).toEqual(names.map((name) => [name, name]));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?$/);
  });

  test('are the same every time', () => {
    const same = defineProfile({ name: profile.name, extends: profile, controls: {} });
    expect(JSON.stringify(admissionPolicies(same))).toBe(JSON.stringify(admissionPolicies(profile)));
  });

  test('ask every control of the profile, or say why not', () => {
    const asked = policiesOf(profile).flatMap(({ spec }) => spec.validations.map(({ message }) => message?.split(': ')[0]));
    const leftOut = leftOutOfPolicies(profile).map(({ control }) => control);
    const replaced = new Set([...profile.entries()].flatMap(({ control }) => control.replaces ?? []));
    for (const { control, parameters } of profile.entries()) {
      if (replaced.has(control.id) || control.requireWith(parameters).at(37).length === 0) continue;
      expect([...asked, ...leftOut]).toContain(control.id);
    }
    for (const { because } of leftOutOfPolicies(profile)) expect(because).not.toBe('');
  });

  test('have messages in one line, as the API server demands', () => {
    for (const { spec } of policiesOf(profile))
      for (const { message } of spec.validations) expect(message).toMatch(/^[a-z0-9-]+: \S.* Fix: .*$/);
  });

  test('are small enough for `kubectl apply`, which keeps a copy in an annotation', () => {
    for (const policy of policiesOf(profile)) expect(JSON.stringify(policy).length).toBeLessThan(256 * 1024);
  });

  test('define the variables that they use, each before its use', () => {
    for (const { spec } of policiesOf(profile, { honourWaivers: true })) {
      const known = new Set<string>();
      const use = (expression = ''): void => {
        for (const [, name = ''] of expression.matchAll(/\bvariables\.(\w+)/g)) expect([...known]).toContain(name);
      };
      for (const { name, expression } of spec.variables) {
        use(expression);
        expect([...known]).not.toContain(name);
        known.add(name);
      }
      for (const { expression, messageExpression } of spec.validations) {
        use(expression);
        use(messageExpression);
      }
      for (const { expression } of spec.matchConditions) expect(expression).not.toContain('variables.');
    }
  });
});

describe('rules about pods', () => {
  const matched = policiesOf(podSecurityRestricted)[0]?.spec.matchConstraints?.resourceRules ?? [];
  const matches = (group: string, resource: string): boolean =>
    matched.some((rule) => rule.apiGroups.includes(group) && rule.resources.includes(resource));

  test('are asked of every kind that holds one pod', () => {
    for (const { group, resource, template, kind } of WORKLOAD_KINDS) {
      const several = template.includes('*') || WORKLOAD_KINDS.filter((each) => each.group === group && each.kind === kind).length > 1;
      expect({ group, resource, matched: matches(group, resource) }).toEqual({
        group,
        resource,
        matched: !several && group !== 'extensions',
      });
    }
  });

  test('are asked of what changes a running pod', () => {
    expect(matches('', 'pods/ephemeralcontainers')).toBe(true);
    expect(matches('', 'pods/resize')).toBe(true);
  });
});

describe('bindings', () => {
  const actions = (options?: AdmissionPolicyOptions) =>
    bindingsOf(podSecurityRestricted, options).map(({ spec }) => spec.validationActions);
  const selector = (options?: AdmissionPolicyOptions) =>
    bindingsOf(podSecurityRestricted, options)[0]?.spec.matchResources?.namespaceSelector;

  test.each([
    [undefined, ['Deny']],
    ['deny', ['Deny']],
    ['warn', ['Warn', 'Audit']],
    ['audit', ['Audit']],
  ] as const)('with the action %s do %j', (action, expected) => {
    expect(actions({ action })).toEqual([expected]);
  });

  test('of advice warn, whatever the action', () => {
    for (const action of ['deny', 'audit'] as const) {
      const advice = bindingsOf(restricted, { action }).filter(({ metadata }) => metadata.name.includes('-advice'));
      expect(advice.length).toBeGreaterThan(0);
      for (const { spec } of advice) expect(spec.validationActions).toEqual(['Warn', 'Audit']);
    }
  });

  test('leave out the namespaces of the cluster itself', () => {
    expect(selector()).toEqual({
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'kube-public', 'kube-node-lease'] },
      ],
    });
  });

  test('leave out the namespaces that are named, and select others by label', () => {
    expect(selector({ excludedNamespaces: ['infra'], namespaceSelector: { matchLabels: { team: 'shop' } } })).toEqual({
      matchLabels: { team: 'shop' },
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['infra'] }],
    });
  });

  test('hold everywhere where nothing is left out', () => {
    expect(bindingsOf(podSecurityRestricted, { excludedNamespaces: [] })[0]?.spec).not.toHaveProperty('matchResources');
  });
});

describe('names', () => {
  test('begin as told', () => {
    for (const { metadata } of admissionPolicies(podSecurityRestricted, { namePrefix: 'shop' })) expect(metadata.name).toMatch(/^shop-/);
  });

  test('are valid, whatever the profile is called', () => {
    const profile = defineProfile({ name: 'Our Shop!', controls: { privileged: 'fail' } });
    expect(policiesOf(profile).map(({ metadata }) => metadata.name)).toEqual(['tempered-our-shop-workloads']);
  });

  test.each(['Shop', '-shop', 'shop.', '', 'x'.repeat(101)])('cannot begin with "%s"', (namePrefix) => {
    expect(() => admissionPolicies(podSecurityRestricted, { namePrefix })).toThrow(expect.objectContaining({ code: 'invalid-name' }));
  });
});

test('the version decides what is asked', () => {
  const expressions = (minor: number) => JSON.stringify(policiesOf(podSecurityRestricted, { minor }));
  expect(expressions(34)).not.toContain('hostUsers');
  expect(expressions(35)).toContain('hostUsers');
});
