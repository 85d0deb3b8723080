import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalhostAppArmor, LocalhostSeccomp, strictSeccompProfile } from 'tempered/kubernetes';

test('the file lies where the pod looks for it, and says what the object says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seccomp-'));
  const strict = new LocalhostSeccomp('profiles/strict', strictSeccompProfile());
  const written = join(folder, strict.localhostProfile);
  expect(strict.write(folder)).toEqual([written]);
  expect(JSON.parse(readFileSync(written, 'utf8'))).toEqual(strict.profile);
  expect(strict.write(folder)).toEqual([]);
});

test.each(['/etc/strict', '../strict', 'profiles/../../strict', 'strict.json', '', 'profiles//strict'])(
  '"%s" is no seccomp profile below the folder of the kubelet',
  (name) => {
    expect(() => new LocalhostSeccomp(name, strictSeccompProfile())).toThrow(`"${name}" cannot name a seccomp profile`);
  },
);

test.each(['', ' web', 'web '])('"%s" is no AppArmor profile', (name) => {
  expect(() => new LocalhostAppArmor(name)).toThrow('cannot name an AppArmor profile');
});
