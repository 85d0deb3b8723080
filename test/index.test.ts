import { audit, CATALOGUE, defineProfile, harden, PROFILES, profileByName, resource, restricted } from 'tempered';

describe('the library', () => {
  const pod = resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { hostNetwork: true, containers: [{ name: 'web', image: 'x' }] },
  });
  const profile = defineProfile({ name: 'hosts', controls: { 'host-network': 'fail', 'run-as-non-root': 'fail' } });

  test('audits and hardens objects under a profile of one’s own', () => {
    expect(audit([pod], { profile }).findings.map(({ control }) => control)).toEqual(['run-as-non-root', 'host-network']);
    const hardened = harden(pod, { profile });
    expect(hardened.resource.object.spec).toMatchObject({ hostNetwork: true, securityContext: { runAsNonRoot: true } });
    expect(hardened.findings.map(({ control }) => control)).toEqual(['host-network']);
  });

  test('knows its profiles by name, the default first', () => {
    expect(PROFILES[0]).toBe(restricted);
    for (const each of PROFILES) expect(profileByName(each.name)).toBe(each);
    expect(() => profileByName('restrictd')).toThrow('did you mean "restricted"?');
  });

  test('lists its controls, each id once', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
