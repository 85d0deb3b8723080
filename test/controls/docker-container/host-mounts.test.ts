// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import fc from 'fast-check';
import { hostPath } from '../../../lib/controls/docker-container/host-mounts';
import { container, judge } from './judge';

const bind = (source: string) => container({ mounts: [{ type: 'bind', source, target: '/mnt' }] });
const verdicts = (source: string) => [
  judge('docker-socket-mount', bind(source)).verdict,
  judge('docker-sensitive-host-mount', bind(source)).verdict,
];

test.each([
  ['/etc//ssl/./', '/etc/ssl/'],
  ['/var/run/../run/docker.sock', '/var/run/docker.sock/'],
  ['/../..', '/'],
  ['C:\\Windows\\..\\windows', '/c:/windows/'],
  ['\\\\.\\pipe\\docker_engine', '/pipe/docker_engine/'],
  ['//./pipe/docker_engine', '/pipe/docker_engine/'],
  ['/Data', '/Data/'],
])('the host reads %s as %s', (written, read) => {
  expect(hostPath(written)).toBe(read);
});

test('slashes and dots hide no path', () => {
  const filler = fc.constantFrom('', '.', 'x/..');
  fc.assert(
    fc.property(
      fc.array(filler, { minLength: 3, maxLength: 6 }),
      fc.constantFrom('/var/run/docker.sock', '/run/containerd'),
      (fillers, path) => {
        const steps = path.split('/').slice(1);
        const hidden = `/${steps.map((step, index) => [fillers[index] ?? '', step].join('/')).join('/')}/${fillers.at(-1)}`;
        expect(verdicts(hidden)).toEqual(['fail', 'fail']);
      },
    ),
    { numRuns: 60 },
  );
});

describe('of a path with a variable only the rest is known', () => {
  test.each([
    ['${DATA}', ['unknown', 'unknown']],
    ['${DATA}/web', ['unknown', 'unknown']],
    ['${DATA:?set it}', ['unknown', 'unknown']],
    ['/srv/${NAME}', ['unknown', 'unknown']],
    ['./${NAME}', ['pass', 'pass']],
    ['${DATA:-/srv/web}', ['pass', 'pass']],
    ['${DATA:-./web}', ['pass', 'pass']],
    ['${DATA:-/var/run/docker.sock}', ['fail', 'fail']],
    ['${XDG_RUNTIME_DIR}/docker.sock', ['fail', 'unknown']],
    ['/etc/${NAME}', ['unknown', 'fail']],
  ])('%s', (source, expected) => {
    expect(verdicts(source)).toEqual(expected);
  });
});

test('a forbidden mount is left to a person: read-only it would be forbidden still', () => {
  const mount = { type: 'bind', source: '/etc/ssl', target: '/ssl' };
  for (const readOnly of [{}, { readOnly: true }]) {
    const [finding] = judge('docker-sensitive-host-mount', container({ mounts: [{ ...mount, ...readOnly }] })).observations;
    expect(finding?.fix.op).toBe('manual');
  }
});

test('a volume is no path, whatever its name', () => {
  expect(judge('docker-socket-mount', container({ mounts: [{ type: 'volume', source: 'docker.sock', target: '/x' }] })).verdict).toBe(
    'pass',
  );
});
