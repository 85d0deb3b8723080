import { UNKNOWN } from '../../../lib/controls/requirement';
import { hardened, judged, theirs } from './hardened';

const verdictOf = (fields: object) => judged('docker-user', fields).verdict;
const filledIn = (fields: object) => hardened(['docker-user'], { ...theirs, ...fields });

describe('who is root', () => {
  test.each(['0', '0:0', '00', '+0', '000:1000', 'root', 'root:root', ':1000', '0:65532', 0])('%p is', (user) => {
    expect(verdictOf({ user })).toBe('fail');
  });

  test.each(['65532', '65532:65532', '1000:0', 'app', 'app:root', 'rooty', '10', '0x0', 1000])('%p is not', (user) => {
    expect(verdictOf({ user })).toBe('pass');
  });

  test('the image decides where nothing is written', () => {
    expect(verdictOf({ imageConfig: { user: '' } })).toBe('fail');
    expect(verdictOf({ imageConfig: { user: '0:0' } })).toBe('fail');
    expect(verdictOf({ imageConfig: { user: '1000' } })).toBe('pass');
    expect(verdictOf({ user: '', imageConfig: { user: '1000' } })).toBe('pass');
  });

  test('what is written wins over the image', () => {
    expect(verdictOf({ user: 'root', imageConfig: { user: '1000' } })).toBe('fail');
  });

  test('a value that is not there yet is not known', () => {
    expect(verdictOf({ user: UNKNOWN })).toBe('unknown');
    expect(verdictOf({ user: `$${'{UID}'}:1000` })).toBe('unknown');
  });

  test('a list is no user', () => {
    expect(judged('docker-user', { user: ['1000'] }).malformed).toMatchObject([{ path: ['user'] }]);
  });
});

describe('in somebody’s file a user is filled in', () => {
  test.each([
    ['postgres:15-alpine', '70:70'],
    ['redis:alpine', '999:1000'],
    ['postgres:15', '999:999'],
  ])('for %s: %s', (image, user) => {
    expect(filledIn({ image })).toEqual({ user });
  });

  test('beside a named volume, a file that is only read, and options of the server', () => {
    const mounts = [
      { type: 'volume', source: 'db', target: '/var/lib/postgresql/data' },
      { type: 'bind', source: './init.sql', target: '/docker-entrypoint-initdb.d/init.sql', readOnly: true },
    ];
    expect(filledIn({ image: 'postgres:15', mounts, command: ['-c', 'max_connections=200'] })).toEqual({ user: '999:999' });
    expect(filledIn({ image: 'postgres:15', mounts, command: ['postgres', '-c', 'max_connections=200'] })).toEqual({ user: '999:999' });
  });

  test.each([
    ['the image is not known', { image: 'registry.example/shop:1' }],
    ['the image needs root at its start', { image: 'nginx:1.27' }],
    ['the name is given to what is built', { image: 'postgres:15', built: true }],
    ['the data lies in a folder of the host', { mounts: [{ type: 'bind', source: './db', target: '/var/lib/postgresql/data' }] }],
    ['a folder above the data is one of the host', { mounts: [{ type: 'bind', source: './lib', target: '/var/lib/' }] }],
    ['the data lies in a tmpfs, which root owns', { tmpfs: [{ target: '/var/lib/postgresql/data' }] }],
    ['the data is moved', { env: { PGDATA: '/pgdata' } }],
    ['another command is started', { command: ['sh', '-c', 'chown -R postgres /x && exec postgres'] }],
    ['another entry point is started', { entrypoint: ['/setup.sh'] }],
    ['a secret keeps the owner of its file', { secrets: [{ source: 'db-password' }] }],
  ])('but not where %s', (_, fields) => {
    const given = { ...theirs, image: 'postgres:15', ...fields };
    expect(hardened(['docker-user'], given)).toEqual({});
    const [observation] = judged('docker-user', given).observations;
    expect(observation).toMatchObject({ verdict: 'fail', fix: { op: 'manual' } });
  });

  test('beside a secret from the environment, which every user can read', () => {
    const project = (token: object) => ({ apiVersion: 'docker/v1', kind: 'ComposeFile', metadata: { name: 'shop' }, secrets: { token } });
    const given = { ...theirs, image: 'postgres:15', secrets: [{ source: 'token' }] };
    const fixBeside = (token: object) => judged('docker-user', given, [project(token)]).observations[0]?.fix;
    expect(fixBeside({ environment: true })).toEqual({ op: 'set', path: ['user'], value: '999:999' });
    expect(fixBeside({ file: './token' })).toMatchObject({ op: 'manual' });
  });

  test('data that is moved inside its own volume is where it was', () => {
    expect(filledIn({ image: 'postgres:15', env: { PGDATA: '/var/lib/postgresql/data/pgdata' } })).toEqual({ user: '999:999' });
  });
});

test('our own constructs get 65532, whatever the image', () => {
  expect(hardened(['docker-user'], { image: 'postgres:15' })).toEqual({ user: '65532:65532' });
  expect(hardened(['docker-user'], { image: 'grafana/grafana:10.2.0' })).toEqual({ user: '65532:65532' });
});

test('a user that somebody wrote is changed only where that is asked for', () => {
  expect(hardened(['docker-user'], { user: 'root' })).toEqual({});
  expect(hardened(['docker-user'], { user: 'root' }, true)).toEqual({ user: '65532:65532' });
});
