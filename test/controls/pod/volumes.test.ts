import { only, podWith } from './one-control';

const claim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
const secret = { name: 'key', secret: { secretName: 'key' } };

describe('fs-group', () => {
  const { harden } = only('fs-group');

  test('hardening gives a pod that must not run as root the group to read its volumes with', () => {
    const securityContext = { runAsNonRoot: true };
    expect(harden(podWith({ securityContext, volumes: [secret] }))).toMatchObject({ spec: { securityContext: { fsGroup: 65532 } } });
  });

  test('beside a claim it also spares a large volume the walk at each start', () => {
    const hardened = harden(podWith({ securityContext: { runAsNonRoot: true }, volumes: [claim] }));
    expect(hardened).toMatchObject({ spec: { securityContext: { fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' } } });
  });

  test.each([
    ['may run as root', { volumes: [claim] }],
    [
      'has one container that may run as root',
      {
        securityContext: { runAsNonRoot: true },
        volumes: [claim],
        containers: [{ name: 'web', securityContext: { runAsNonRoot: false } }],
      },
    ],
    ['keeps nothing', { securityContext: { runAsNonRoot: true }, volumes: [{ name: 'tmp', emptyDir: {} }] }],
    [
      'runs on Windows, where the API server refuses the field',
      { os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, volumes: [claim] },
    ],
    ['has a group already', { securityContext: { runAsNonRoot: true, fsGroup: 2000 }, volumes: [secret] }],
  ])('hardening leaves a pod that %s', (_, spec) => {
    expect(harden(podWith(spec))).toEqual(podWith(spec));
  });

  test('the group of root is replaced with override', () => {
    const root = podWith({ securityContext: { fsGroup: 0 } });
    expect(harden(root)).toEqual(root);
    expect(harden(root, { override: true })).toMatchObject({ spec: { securityContext: { fsGroup: 65532 } } });
  });
});

describe('writable-host-path', () => {
  const { harden, audit } = only('writable-host-path');
  const mounting = (mount: object) =>
    podWith({
      volumes: [{ name: 'host', hostPath: { path: '/srv' } }],
      containers: [{ name: 'web', volumeMounts: [{ name: 'host', mountPath: '/host', ...mount }] }],
    });

  test('hardening takes the right to write away with override only, even where nothing is written', () => {
    expect(harden(mounting({}))).toEqual(mounting({}));
    expect(harden(mounting({}), { override: true })).toEqual(mounting({ readOnly: true }));
  });

  test('the finding is at the mount, in its container', () => {
    const [finding] = audit(mounting({})).findings;
    expect(finding).toMatchObject({ container: 'web', path: ['spec', 'containers', 0, 'volumeMounts', 0] });
  });
});

describe('emptydir-size-limit', () => {
  const { harden, audit } = only('emptydir-size-limit', { sizeLimit: '32Mi' });

  test('hardening writes the source too, where there is none', () => {
    const hardened = harden(podWith({ volumes: [{ name: 'a' }, { name: 'b', emptyDir: {} }, { name: 'c', emptyDir: null }] }));
    const emptyDir = { sizeLimit: '32Mi' };
    expect(hardened.spec.volumes).toEqual(['a', 'b', 'c'].map((name) => ({ name, emptyDir })));
  });

  test('a size that somebody wrote stays', () => {
    const sized = podWith({ volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '10Gi' } }] });
    expect(harden(sized, { override: true })).toEqual(sized);
  });

  test('of memory without size and limit both are named', () => {
    const { findings } = audit(podWith({ volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory' } }] }));
    expect(findings.map(({ path, fix }) => [path.at(-1), fix.op])).toEqual([
      ['sizeLimit', 'set'],
      ['medium', 'manual'],
    ]);
  });
});

test.each(['emptydir-size-limit', 'writable-host-path', 'automount-service-account-token', 'projected-token-expiry'] as const)(
  'volumes that are no list of objects do not pass %s',
  (id) => {
    for (const volumes of ['data', [null], [5]]) {
      const { controls, malformed } = only(id).audit(podWith({ automountServiceAccountToken: false, volumes }));
      expect({ volumes, passed: controls.passed }).toEqual({ volumes, passed: 0 });
      expect(malformed.length).toBeGreaterThan(0);
    }
  },
);
