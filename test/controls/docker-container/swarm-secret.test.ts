import { container, hardened } from './judge';

const service = (fields: object) => container({ declaredBy: 'pulumi-service', ...fields });

test('mode and owner are filled in together, as the service’s own user', () => {
  const given = service({ user: '1000:2000', secrets: [{ source: 'key' }] });
  expect(hardened(given, ['swarm-secret']).resource.object.secrets).toEqual([{ source: 'key', mode: '0440', uid: '1000', gid: '2000' }]);
});

test('they follow the user that hardening itself chose', () => {
  const { resource } = hardened(service({ secrets: [{ source: 'key' }] }), ['swarm-secret', 'docker-user']);
  const [uid, gid] = String(resource.object.user).split(':');
  expect(resource.object.secrets).toEqual([{ source: 'key', mode: '0440', uid, gid }]);
});

test('a mode alone would keep a program under another user from its secret: a person decides', () => {
  const { applied, findings } = hardened(service({ imageKnowledge: 'required', secrets: [{ source: 'key' }] }), ['swarm-secret'], true);
  expect(applied).toEqual([]);
  expect(findings.map(({ fix }) => fix.op)).toEqual(['manual']);
});

test('an owner that is written stays', () => {
  const secrets = [{ source: 'key', uid: '0', gid: '2000', mode: '0440' }];
  expect(hardened(service({ user: '1000:2000', secrets }), ['swarm-secret'], true).resource.object.secrets).toEqual(secrets);
});
