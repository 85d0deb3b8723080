import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admissionPolicies, leftOutOfPolicies } from '../../../lib/policies';
import { readProfileFile } from '../../../lib/profiles/profile-file';
import { tenantsYaml } from './tenants-yaml';

describe('the profile that docs/tenants.md gives for what roles leave open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-tenants-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'tenants.yaml');
  writeFileSync(file, tenantsYaml());
  const { profile } = readProfileFile(file);

  test('has an API server refuse all that it names', () => {
    expect(leftOutOfPolicies(profile)).toEqual([]);
    const refusing = JSON.stringify(admissionPolicies(profile).filter(({ metadata }) => !metadata.name.endsWith('-advice')));
    for (const { control, level } of profile.entries()) {
      expect([control.id, level]).toEqual([control.id, 'fail']);
      expect(refusing).toContain(`${control.id} (`);
    }
  });

  test('names the controls of its table', () => {
    expect([...profile.entries()].map(({ control }) => control.id).sort()).toEqual([
      'external-ip-service',
      'external-name-service',
      'ingress-annotation-injection',
      'ingress-snippet-annotations',
      'ingress-wildcard-host',
    ]);
  });
});
