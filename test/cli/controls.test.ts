import { CATALOGUE } from '../../lib/controls/catalogue';
import { podSecurityBaseline } from '../../lib/profiles';
import { inFolder, tempered } from './command-line';

describe('controls', () => {
  test('lists every control of the catalogue with its level', async () => {
    inFolder({});
    const { code, out } = await tempered(['controls', '--profile', 'pod-security-baseline']);
    expect(code).toBe(0);
    for (const { id } of CATALOGUE) expect(out).toMatch(new RegExp(`^${id} +(?:critical|high|medium|low) +(?:fail|warn|-) +`, 'm'));
    expect(out).toMatch(/^host-network +high +fail +pod/m);
    expect(out).toMatch(/^seccomp-profile +medium +- +container/m);
    expect(out).toContain(
      `${CATALOGUE.length} controls, ${[...podSecurityBaseline.entries()].length} of them asked by the profile pod-security-baseline`,
    );
  });

  test('as JSON hold what the profile sets', async () => {
    inFolder({ 'shop.yaml': 'name: shop\ncontrols: {run-as-user: {level: warn, severity: low, user: 1000}}' });
    const { out } = await tempered(['controls', '--profile', 'shop.yaml', '--format', 'json']);
    const { profile, controls } = JSON.parse(out);
    expect(profile).toBe('shop');
    expect(controls).toHaveLength(CATALOGUE.length);
    expect(controls).toContainEqual(
      expect.objectContaining({ id: 'run-as-user', level: 'warn', severity: 'low', parameters: expect.objectContaining({ user: 1000 }) }),
    );
    expect(controls).toContainEqual(expect.objectContaining({ id: 'host-network', level: 'off' }));
  });
});

describe('explain', () => {
  test('says attack, requirement, repair, examples, CEL and where the control comes from', async () => {
    inFolder({});
    const { code, out } = await tempered(['explain', 'host-network']);
    expect(code).toBe(0);
    const control = CATALOGUE.find(({ id }) => id === 'host-network');
    expect(out).toContain(`# ${control?.title}\n`);
    expect(out).toContain(control?.why);
    expect(out).toContain('`hostNetwork` is absent or `false`');
    expect(out).toContain('sets `spec.hostNetwork` to `false`');
    expect(out).toContain('```yaml\napiVersion: v1\nkind: Pod');
    expect(out).toContain('variables.spec.hostNetwork');
    expect(out).toContain('Pod Security Standards');
    expect(out).toContain('KSV-0009');
  });
});
