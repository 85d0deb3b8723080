import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dump, loadAll } from 'js-yaml';
import { HOST_NETWORK_POD, inFolder, SAFE_POD, tempered } from './command-line';

const read = (file: string): string => readFileSync(file, 'utf8');

/** A pod without a security context, written by a person: comments, quotes, an order of its own. */
const OPEN_POD = `# the shop's front
apiVersion: "v1"
kind: Pod
spec:
  containers:
    # the one that people see
    - image: 'registry.example/web' # pinned by the release job
      name: web
metadata: {name: web}
`;
const HARDENED_POD = `# the shop's front
apiVersion: "v1"
kind: Pod
spec:
  containers:
    # the one that people see
    - image: 'registry.example/web' # pinned by the release job
      name: web
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop:
            - ALL
  securityContext:
    runAsNonRoot: true
metadata: {name: web}
`;
const FEW = ['--only', 'allow-privilege-escalation,drop-all-capabilities,run-as-non-root'];

describe('harden', () => {
  test('prints the hardened text, in which everything else is as it was', async () => {
    inFolder({ 'pod.yaml': OPEN_POD });
    const { code, out, err } = await tempered(['harden', 'pod.yaml', ...FEW]);
    expect(out).toBe(HARDENED_POD);
    expect(code).toBe(0);
    expect(err).toContain('pod.yaml: 3 repairs\n  Pod web\n    set spec.containers[0].securityContext.allowPrivilegeEscalation to false');
    expect(read('pod.yaml')).toBe(OPEN_POD);
  });

  test('shows the score before and after', async () => {
    inFolder({ 'pod.yaml': OPEN_POD });
    const { err } = await tempered(['harden', 'pod.yaml', ...FEW]);
    expect(err).toMatch(
      /Before\n.*\n3 controls evaluated: 0 passed, 3 failed.*\n3 findings.*\n\nAfter\n.*\n3 controls evaluated: 3 passed, 0 failed/,
    );
  });

  test('reads standard input, for a pipe', async () => {
    inFolder({});
    expect((await tempered(['harden', '-', ...FEW], { stdin: OPEN_POD })).out).toBe(HARDENED_POD);
  });

  test('changes nothing the second time', async () => {
    inFolder({ 'pod.yaml': OPEN_POD });
    const first = await tempered(['harden', 'pod.yaml', '--override']);
    const second = await tempered(['harden', '-', '--override'], { stdin: first.out });
    expect(second.out).toBe(first.out);
    expect(second.err).toContain('nothing to change');
  });

  test('prints several files as one stream that names them and reads as the files do', async () => {
    inFolder({
      'a.yaml': OPEN_POD.trimEnd(),
      'b.yaml': `---\n${SAFE_POD}`,
      'c.json': '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "c"}}',
    });
    const { out } = await tempered(['harden', '.', ...FEW]);
    expect(out.match(/^# Source: .*$/gm)).toEqual(['# Source: a.yaml', '# Source: b.yaml', '# Source: c.json']);
    const audit = await tempered(['audit', '-', ...FEW, '--format', 'json'], { stdin: out });
    expect(audit.code).toBe(0);
    expect(JSON.parse(audit.out).summary).toMatchObject({ resources: 3 });
  });

  test('--diff names the lines of the text that is there, --write those of the new one', async () => {
    const files = { 'compose.yaml': 'services:\n  db:\n    image: redis:7\n  web:\n    image: x:1\n    privileged: true\n' };
    inFolder(files);
    const only = ['--only', 'docker-privileged,docker-log-rotation'];
    expect((await tempered(['harden', 'compose.yaml', '--diff', ...only])).err).toContain('compose.yaml:6:5  critical  docker-privileged');
    expect((await tempered(['harden', 'compose.yaml', '--write', ...only])).err).toContain(
      'compose.yaml:11:5  critical  docker-privileged',
    );
  });

  test('every change of a Compose file is told, several for one finding included', async () => {
    inFolder({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' });
    const { out, err } = await tempered(['harden', 'compose.yaml', '--only', 'docker-read-only-root']);
    const mounts = [...out.matchAll(/- (\/\S+)/g)].map(([, mount]) => mount);
    expect(mounts.length).toBeGreaterThan(1);
    for (const mount of mounts) expect(err).toContain(`add "${mount}" to services.web.tmpfs  (docker-read-only-root)`);
  });

  test('--diff prints what would change and writes nothing', async () => {
    inFolder({ 'k8s/pod.yaml': OPEN_POD, 'k8s/safe.yaml': SAFE_POD });
    const { out } = await tempered(['harden', 'k8s', '--diff', ...FEW]);
    expect(out).toMatch(/^--- a\/k8s\/pod\.yaml\n\+\+\+ b\/k8s\/pod\.yaml\n@@ /);
    expect(out).not.toContain('safe.yaml');
    expect(out.split('\n').filter((line) => /^-(?!--)/.test(line))).toEqual([]);
    expect(read('k8s/pod.yaml')).toBe(OPEN_POD);
  });

  test('--write writes the files that changed, with their modes, and prints no manifest', async () => {
    inFolder({ 'pod.yaml': OPEN_POD, 'safe.yaml': SAFE_POD });
    chmodSync('pod.yaml', 0o640);
    const untouched = statSync('safe.yaml').mtimeMs;
    const { code, out } = await tempered(['harden', '.', '--write', ...FEW]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(read('pod.yaml')).toBe(HARDENED_POD);
    expect(statSync('pod.yaml').mode & 0o777).toBe(0o640);
    expect(statSync('safe.yaml').mtimeMs).toBe(untouched);
  });

  test('--write leaves a file that cannot be read as it is, and does the others', async () => {
    inFolder({ 'a.yaml': 'kind: [\n', 'pod.yaml': OPEN_POD });
    const { code, err } = await tempered(['harden', '.', '--write', ...FEW]);
    expect(code).toBe(2);
    expect(err).toMatch(/^a\.yaml:\d+:\d+: /m);
    expect(read('a.yaml')).toBe('kind: [\n');
    expect(read('pod.yaml')).toBe(HARDENED_POD);
  });

  test('hardens the other documents of a file in which one is broken, and keeps that one', async () => {
    inFolder({ 'pod.yaml': `${OPEN_POD}---\nkind: [\n` });
    const { code, out } = await tempered(['harden', 'pod.yaml', ...FEW]);
    expect(code).toBe(2);
    expect(out).toBe(`${HARDENED_POD}---\nkind: [\n`);
  });

  test('keeps a link a link', async () => {
    inFolder({ 'real/pod.yaml': OPEN_POD });
    symlinkSync('real/pod.yaml', 'link.yaml');
    await tempered(['harden', 'link.yaml', '--write', ...FEW]);
    expect(read('real/pod.yaml')).toBe(HARDENED_POD);
  });

  test('keeps line endings', async () => {
    inFolder({ 'pod.yaml': OPEN_POD.replaceAll('\n', '\r\n') });
    const { out } = await tempered(['harden', 'pod.yaml', ...FEW]);
    expect(out).toBe(HARDENED_POD.replaceAll('\n', '\r\n'));
  });

  describe('what somebody wrote', () => {
    test('stays without --override, and is left for a person', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD });
      const { code, out, err } = await tempered(['harden', 'pod.yaml', '--only', 'host-network']);
      expect(code).toBe(1);
      expect(out).toBe(HOST_NETWORK_POD);
      expect(err).toContain('Left for a person');
      expect(err).toContain('fix: set spec.hostNetwork to false: somebody wrote what is there, so only `--override` changes it');
    });

    test('is changed by --override, in its place', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD });
      const { code, out } = await tempered(['harden', 'pod.yaml', '--only', 'host-network', '--override']);
      expect(code).toBe(0);
      expect(out).toBe(HOST_NETWORK_POD.replace('hostNetwork: true', 'hostNetwork: false'));
    });

    test('stays with --override where a waiver says so', async () => {
      const waived = HOST_NETWORK_POD.replace(
        'namespace: shop',
        `namespace: shop\n  annotations: {waive.tempered/host-network: '{"reason": "CNI", "expires": "9999-12-31"}'}`,
      );
      inFolder({ 'pod.yaml': waived });
      const { code, out, err } = await tempered(['harden', 'pod.yaml', '--override', '--only', 'host-network']);
      expect(code).toBe(0);
      expect(out).toBe(waived);
      expect(err).toContain('Waived');
    });
  });

  describe('services that inherit from one another', () => {
    const KNOWN_AND_UNKNOWN =
      'services:\n  cache:\n    image: redis:7\n  mid:\n    extends: cache\n    image: redis:7\n  app:\n    extends: mid\n    image: shop:1\n';
    const only = ['--only', 'docker-user,docker-healthcheck,docker-log-rotation'];

    test('get nothing by `extends` that they did not ask for themselves', async () => {
      inFolder({ 'compose.yaml': KNOWN_AND_UNKNOWN });
      const { out, err } = await tempered(['harden', 'compose.yaml', ...only]);
      expect(out).not.toMatch(/user:|redis-cli/);
      expect(out.match(/driver: json-file/g)).toHaveLength(3);
      expect(err).toContain('service `app` extends this one and would get it, too');
    });

    test('are repaired where all of them ask for the same', async () => {
      inFolder({ 'compose.yaml': KNOWN_AND_UNKNOWN.replace('shop:1', 'redis:7.4') });
      expect((await tempered(['harden', 'compose.yaml', ...only])).out.match(/user: "?999:999/g)).toHaveLength(3);
    });

    test.each([
      ['extends', KNOWN_AND_UNKNOWN],
      ['a merge key', 'services:\n  a: &a\n    image: redis:7\n  b:\n    <<: *a\n    image: postgres:16\n'],
    ])('by %s: a second run changes nothing', async (_, text) => {
      inFolder({ 'compose.yaml': text });
      await tempered(['harden', 'compose.yaml', '--write']);
      const once = read('compose.yaml');
      expect(once).not.toBe(text);
      await tempered(['harden', 'compose.yaml', '--write']);
      expect(read('compose.yaml')).toBe(once);
    });
  });

  describe('what stands in a file that another one includes', () => {
    const files = {
      'compose.yaml': 'include:\n  - db.yaml\nservices:\n  web:\n    image: shop:1\n',
      'db.yaml': 'services:\n  db:\n    image: shop-db:1\n    privileged: true\n',
    };
    const only = ['--only', 'docker-privileged,docker-log-rotation'];

    test('is left alone, and the file to name is named', async () => {
      inFolder(files);
      const { err } = await tempered(['harden', 'compose.yaml', ...only]);
      expect(err).toMatch(/set logging to .*: the text is in db\.yaml, which was not named, .*: name it on the command line, too\n/);
      expect(err).toMatch(/set privileged to false: the text is in db\.yaml, .* too; somebody wrote what is there, so only `--override`/);
    });

    test('is changed where it is named, too', async () => {
      inFolder(files);
      const { code } = await tempered(['harden', 'compose.yaml', 'db.yaml', '--write', '--override', ...only]);
      expect(code).toBe(0);
      expect(readFileSync('db.yaml', 'utf8')).toContain('privileged: false\n    logging:\n      driver: json-file');
    });
  });

  test('takes several elements out of a list in one go', async () => {
    const pod = SAFE_POD.replace(
      'drop: [ALL]',
      'drop: [ALL]\n          add:\n            - SYS_ADMIN # mounts\n            - NET_BIND_SERVICE # port 80\n            - CHOWN',
    );
    inFolder({ 'pod.yaml': pod });
    const { code, out } = await tempered(['harden', 'pod.yaml', '--only', 'added-capabilities', '--override']);
    expect(out).toBe(
      SAFE_POD.replace('drop: [ALL]', 'drop: [ALL]\n          add:\n            # mounts\n            - NET_BIND_SERVICE # port 80'),
    );
    expect(code).toBe(0);
  });

  test('says why a text that two objects share is not changed', async () => {
    const shared = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: a}
    spec: &spec
      containers: [{name: a, image: x}]
  - apiVersion: example.com/v1
    kind: Widget
    metadata: {name: w}
    spec: *spec
`;
    inFolder({ 'list.yaml': shared });
    const { code, out, err } = await tempered(['harden', 'list.yaml', '--only', 'run-as-non-root']);
    expect(code).toBe(1);
    expect(out).toBe(shared);
    expect(err).toMatch(/fix: set spec\.securityContext\.runAsNonRoot to true by hand: .*(alias|shared)/);
  });

  test('hardens objects in Lists and in JSON', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'a' }] } }],
    };
    inFolder({ 'list.json': `${JSON.stringify(list, undefined, 2)}\n` });
    const { code, out } = await tempered(['harden', 'list.json', '--only', 'run-as-non-root']);
    expect(code).toBe(0);
    expect(JSON.parse(out).items[0].spec).toEqual({ containers: [{ name: 'a' }], securityContext: { runAsNonRoot: true } });
    expect(out).toMatch(/^ {10}"runAsNonRoot": true$/m);
  });

  describe('a new object that a finding asks for', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'x' }] } },
      },
    };
    const BUDGET = ['--only', 'pod-disruption-budget'];

    test('becomes a document of its own, and is not asked for again', async () => {
      const before = `# front\n${dump(deployment)}`;
      inFolder({ 'web.yaml': before });
      const { code, out } = await tempered(['harden', 'web.yaml', ...BUDGET]);
      expect(code).toBe(0);
      expect(out.startsWith(`${before}---\n`)).toBe(true);
      expect(loadAll(out)[1]).toMatchObject({
        kind: 'PodDisruptionBudget',
        metadata: { namespace: 'shop' },
        spec: { selector: { matchLabels: { app: 'web' } } },
      });
      expect((await tempered(['harden', '-', ...BUDGET], { stdin: out })).out).toBe(out);
    });

    test('is left for a person where the file has no room for it', async () => {
      const before = JSON.stringify(deployment, undefined, 2);
      inFolder({ 'web.json': before });
      const { code, out, err } = await tempered(['harden', 'web.json', ...BUDGET]);
      expect({ code, out }).toEqual({ code: 1, out: before });
      expect(err).toContain('add a PodDisruptionBudget web by hand: a JSON file holds one object');
    });
  });
});
