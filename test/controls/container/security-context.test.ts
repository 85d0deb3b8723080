import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { podSecurityRestricted } from '../../../lib/profiles/pod-security';
import { defineProfile } from '../../../lib/profiles/profile';

const bare = (spec: object = {}) =>
  resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'web:1' }], initContainers: [{ name: 'setup', image: 'web:1' }], ...spec },
  });

describe('security-context', () => {
  const restricted = defineProfile({
    name: 'restricted-and-rolled-up',
    extends: podSecurityRestricted,
    controls: { 'security-context': 'fail' },
  });

  test('is met by what the other controls write', () => {
    expect(harden(bare(), { profile: restricted }).findings).toEqual([]);
    expect(harden(bare({ os: { name: 'windows' } }), { profile: restricted }).findings).toEqual([]);
  });

  test('alone leaves its findings to a person, and changes nothing', () => {
    const alone = defineProfile({ name: 'alone', controls: { 'security-context': 'fail' } });
    const { applied, findings } = harden(bare(), { profile: alone, override: true });
    expect(applied).toEqual([]);
    expect(findings.map(({ fix }) => fix.op)).toEqual(['manual', 'manual', 'manual']);
  });
});
