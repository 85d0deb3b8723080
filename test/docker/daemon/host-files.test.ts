import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRules, clientConfig, daemonConfig, hostFiles, rootlessSetup } from 'tempered/docker';

const rootless = daemonConfig({}, { isolation: 'rootless' });

test('the files of a host: the promise', () => {
  expect(hostFiles(daemonConfig()).files).toMatchSnapshot();
});

test('the files of an engine without root: the promise', () => {
  expect(rootlessSetup(rootless, { user: 'containers' }).files).toMatchSnapshot();
});

test('where daemon.json has the addresses, the unit does not give them a second time', () => {
  const unit = (hosts?: readonly string[]) =>
    hostFiles(daemonConfig(hosts === undefined ? {} : { hosts })).files['etc/systemd/system/docker.service.d/10-tempered.conf'];
  expect(unit()).not.toMatch(/^ExecStart=/m);
  expect(unit(['fd://'])).toMatch(/^ExecStart=\nExecStart=\/usr\/bin\/dockerd --containerd=\S+\n/m);
});

test('nothing that containers would inherit, or that hides mounts, is in the unit', () => {
  const unit = hostFiles(daemonConfig()).files['etc/systemd/system/docker.service.d/10-tempered.conf'];
  expect(unit).not.toMatch(
    /^(NoNewPrivileges|SystemCallFilter|MemoryDenyWriteExecute|Restrict\w+|LockPersonality|Capability\w+|Protect\w+|Private\w+)=/m,
  );
});

test('the socket belongs to the group that daemon.json names', () => {
  expect(hostFiles(daemonConfig({ group: 'operators' })).files['etc/systemd/system/docker.socket.d/10-tempered.conf']).toContain(
    'SocketGroup=operators\nSocketMode=0660\n',
  );
});

test('every section of CIS Docker 1.1 about files has a rule, on the data folder that there is', () => {
  const rules = auditRules('/srv/docker');
  for (let section = 3; section <= 18; section++) expect(rules).toContain(`# CIS Docker 1.1.${section}\n-w /`);
  expect(rules).toContain('-w /srv/docker -p wa -k docker\n');
  expect(rules).not.toContain('/var/lib/docker');
});

test('the command line keeps logins in a program, and asks for Notary only where it is told to', () => {
  expect(JSON.parse(clientConfig())).toEqual({ credsStore: 'pass' });
  expect(JSON.parse(clientConfig({ credentialStore: 'secretservice', credentialHelpers: { 'registry.example': 'ecr-login' } }))).toEqual({
    credsStore: 'secretservice',
    credHelpers: { 'registry.example': 'ecr-login' },
  });
  expect(hostFiles(daemonConfig()).files).not.toHaveProperty('etc/profile.d/50-docker.sh');
  expect(hostFiles(daemonConfig(), { contentTrust: true }).files['etc/profile.d/50-docker.sh']).toBe('export DOCKER_CONTENT_TRUST=1\n');
});

test('the set-up is a script that a shell can read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-'));
  try {
    rootlessSetup(rootless, { user: 'containers' }).write(folder);
    execFileSync('sh', ['-n', join(folder, 'rootless-setup.sh')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('its ids are those that were asked for', () => {
  const { files } = rootlessSetup(rootless, { user: 'containers', subordinateIds: { start: 500000, count: 100000 } });
  expect(files['rootless-setup.sh']).toContain('usermod --add-subuids 500000-599999 "$user"');
});

test.each([
  ['root', {}, /cannot be the account/],
  ['a; rm -rf /', {}, /cannot be the account/],
  ['containers', { home: '/home/$(id)' }, /no absolute path of plain names/],
  ['containers', { subordinateIds: { start: 100000, count: 1000 } }, /65536 or more/],
  ['containers', { subordinateIds: { start: 0, count: 65536 } }, /from 65536 on/],
])('an account %j with %j is refused', (user, more, message) => {
  expect(() => rootlessSetup(rootless, { user, ...more })).toThrow(message);
});

test('a daemon.json for an engine that runs as root is not put there', () => {
  expect(() => rootlessSetup(daemonConfig(), { user: 'containers' })).toThrow(/for an engine that runs as root/);
});
