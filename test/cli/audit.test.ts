import { SEVERITIES } from '../../lib/controls/control';
import { fakeEngine } from '../sources/docker-engine/fake-engine';
import { HOST_NETWORK_POD, inFolder, SAFE_POD, STANDARD, tempered } from './command-line';

describe('audit', () => {
  test('exits 0 and counts what was asked when nothing is found', async () => {
    inFolder({ 'pod.yaml': SAFE_POD });
    const { code, out, err } = await tempered(['audit', 'pod.yaml', ...STANDARD]);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(
      /^1 file, 1 object; profile pod-security-restricted, Kubernetes v1\.37\n\d+ controls evaluated: \d+ passed, 0 failed/,
    );
    expect(out).toContain('0 findings; 0 waived');
  });

  test('names file, line and column, what is wrong, and the fix', async () => {
    inFolder({ 'deploy/agent.yaml': HOST_NETWORK_POD });
    const { code, out } = await tempered(['audit', 'deploy', ...STANDARD]);
    expect(code).toBe(1);
    expect(out).toContain(`deploy/agent.yaml
  Pod shop/agent
    deploy/agent.yaml:7:3  high  host-network
      spec.hostNetwork is true, must be absent or \`false\`
      fix: set spec.hostNetwork to false
`);
  });

  test('prints JSON with the members that programs rely on', async () => {
    inFolder({ 'agent.yaml': HOST_NETWORK_POD });
    const { code, out, err } = await tempered(['audit', 'agent.yaml', ...STANDARD, '--format', 'json']);
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(report.findings).toEqual([
      {
        control: 'host-network',
        severity: 'high',
        level: 'fail',
        verdict: 'fail',
        file: 'agent.yaml',
        line: 7,
        column: 3,
        resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'agent' },
        path: 'spec.hostNetwork',
        message: 'spec.hostNetwork is true, must be absent or `false`',
        fix: { op: 'set', path: 'spec.hostNetwork', value: false, text: 'set spec.hostNetwork to false' },
      },
    ]);
    expect(report).toMatchObject({
      waived: [],
      errors: [],
      summary: { files: 1, resources: 1, findings: 1, profile: 'pod-security-restricted' },
    });
    const { evaluated, ...outcomes } = report.summary.controls;
    expect(Object.keys(outcomes).sort()).toEqual(['failed', 'notApplicable', 'passed', 'unknown', 'waived']);
    expect(Object.values<number>(outcomes).reduce((sum, each) => sum + each)).toBe(evaluated);
    expect(outcomes.failed).toBe(1);
  });

  test('says which container a finding is about', async () => {
    inFolder({ 'pod.yaml': SAFE_POD.replace('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true') });
    const { out } = await tempered(['audit', 'pod.yaml', ...STANDARD, '--format', 'json']);
    expect(JSON.parse(out).findings).toMatchObject([{ control: 'allow-privilege-escalation', container: 'web', line: 14 }]);
  });

  test('reads standard input, and several documents of it', async () => {
    const stdin = `${SAFE_POD}---\n${HOST_NETWORK_POD}`;
    const { code, out } = await tempered(['audit', '-', ...STANDARD, '--format', 'json'], { stdin });
    expect(code).toBe(1);
    const { findings, summary } = JSON.parse(out);
    expect(summary).toMatchObject({ files: 1, resources: 2 });
    expect(findings).toMatchObject([{ file: '-', line: 24, resource: { name: 'agent' } }]);
  });

  test('finds the objects of a List and of JSON, with their lines', async () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostPID: true, containers: [] } };
    inFolder({ 'list.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod] }, undefined, 1) });
    const { out } = await tempered(['audit', 'list.json', '--only', 'host-pid', '--format', 'json']);
    expect(JSON.parse(out).findings).toMatchObject([{ path: 'spec.hostPID', line: 12, resource: { kind: 'Pod', name: 'a' } }]);
  });

  test('counts objects of unknown kinds and passes over what is no object of Kubernetes', async () => {
    inFolder({
      'all.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {hostNetwork: true}\n---\nservices: {}\n',
    });
    const { code, out } = await tempered(['audit', 'all.yaml', ...STANDARD, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).summary).toMatchObject({ resources: 1, otherDocuments: 1, findings: 0 });
  });

  test('names files as they were named on the command line, in its order', async () => {
    inFolder({ 'b.yaml': HOST_NETWORK_POD, 'a.yaml': HOST_NETWORK_POD });
    const { out } = await tempered(['audit', './b.yaml', 'a.yaml', ...STANDARD, '--format', 'json']);
    expect(JSON.parse(out).findings.map(({ file }: { file: string }) => file)).toEqual(['./b.yaml', 'a.yaml']);
  });

  test('orders the findings of an object by line', async () => {
    inFolder({
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n  hostIPC: true\n  hostNetwork: true\n  containers: [{name: a}]\n',
    });
    const { out } = await tempered(['audit', 'pod.yaml', '--only', 'host-network,host-ipc,host-pid', '--format', 'json']);
    expect(JSON.parse(out).findings.map(({ line }: { line: number }) => line)).toEqual([5, 6, 7]);
  });

  describe('chooses', () => {
    test('the controls of --only, given together or one by one', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD });
      const together = await tempered(['audit', 'pod.yaml', '--only', 'host-pid,host-ipc', '--format', 'json']);
      const apart = await tempered(['audit', 'pod.yaml', '--only', 'host-pid', '--only', 'host-ipc', '--format', 'json']);
      expect(together.code).toBe(0);
      expect(JSON.parse(together.out).summary.controls).toMatchObject({ evaluated: 2, passed: 2 });
      expect(apart.out).toBe(together.out);
    });

    test('all but those of --skip', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD });
      expect((await tempered(['audit', 'pod.yaml', ...STANDARD, '--skip', 'host-network'])).code).toBe(0);
    });

    test('the rules of the Kubernetes version', async () => {
      const sysctl = SAFE_POD.replace(
        '    runAsNonRoot',
        '    sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "1"}]\n    runAsNonRoot',
      );
      inFolder({ 'pod.yaml': sysctl });
      const at = async (version: string) => (await tempered(['audit', 'pod.yaml', ...STANDARD, '--kubernetes-version', version])).code;
      expect(await at('v1.28')).toBe(1);
      expect(await at('v1.29')).toBe(0);
      expect(await at('1.29.3')).toBe(0);
      expect(await at('latest')).toBe(0);
    });

    test('the profile file of the current folder when none is named', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD, 'tempered.yaml': 'name: shop\ncontrols: {host-pid: fail}\n' });
      const { code, out } = await tempered(['audit', 'pod.yaml', '--format', 'json']);
      expect(code).toBe(0);
      expect(JSON.parse(out).summary).toMatchObject({ profile: 'shop', controls: { evaluated: 1 } });
    });
  });

  describe('the exit code', () => {
    const ADVICE = 'name: shop\ncontrols: {host-network: warn}\n';

    test('counts advice, unless --fail-on fail', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD, 'shop.yaml': ADVICE });
      expect((await tempered(['audit', 'pod.yaml', '--profile', 'shop.yaml'])).code).toBe(1);
      const { code, out } = await tempered(['audit', 'pod.yaml', '--profile', 'shop.yaml', '--fail-on', 'fail']);
      expect(code).toBe(0);
      expect(out).toContain('high (advice)  host-network');
    });
  });

  describe('waivers', () => {
    const waiver = (expires: string, control = 'host-network') =>
      HOST_NETWORK_POD.replace(
        'namespace: shop',
        `namespace: shop\n  annotations:\n    waive.tempered/${control}: '{"reason": "reads node metrics", "expires": "${expires}", "ticket": "SEC-1"}'`,
      );
    beforeEach(() => {
      process.env.TEMPERED_TODAY = '2026-06-01';
    });
    afterEach(() => {
      delete process.env.TEMPERED_TODAY;
    });

    test('in force lift the finding and are listed with reason and end', async () => {
      inFolder({ 'pod.yaml': waiver('2026-06-01') });
      const text = await tempered(['audit', 'pod.yaml', ...STANDARD]);
      expect(text.code).toBe(0);
      expect(text.out).toContain('until 2026-06-01, SEC-1: reads node metrics');
      const { out } = await tempered(['audit', 'pod.yaml', ...STANDARD, '--format', 'json']);
      expect(JSON.parse(out)).toMatchObject({
        findings: [],
        waived: [{ control: 'host-network', line: 9, waiver: { reason: 'reads node metrics', expires: '2026-06-01', ticket: 'SEC-1' } }],
      });
    });

    test('that have ended are findings again, and said to have ended', async () => {
      inFolder({ 'pod.yaml': waiver('2026-05-31') });
      const { code, out } = await tempered(['audit', 'pod.yaml', ...STANDARD, '--format', 'json']);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        findings: [{ control: 'host-network' }],
        waiverProblems: [{ kind: 'expired', line: 7, file: 'pod.yaml' }],
      });
    });

    test('that lift nothing are reported and do not fail', async () => {
      inFolder({ 'pod.yaml': waiver('2026-07-01', 'host-pid').replace(/ {2}hostNetwork.*\n/, '') });
      const { code, out } = await tempered(['audit', 'pod.yaml', ...STANDARD]);
      expect(code).toBe(0);
      expect(out).toMatch(/Waivers to look after\n {2}pod\.yaml:7:5 {2}the waiver of host-pid/);
    });

    test('of an unknown control are an error with its line, and the nearest is named', async () => {
      inFolder({ 'pod.yaml': waiver('2026-07-01', 'host-netwrk') });
      const { code, err } = await tempered(['audit', 'pod.yaml', ...STANDARD]);
      expect(code).toBe(2);
      expect(err).toBe(
        'pod.yaml:7:5: annotation waive.tempered/host-netwrk: there is no control "host-netwrk"; did you mean "host-network"?\n',
      );
    });

    test('of a profile file are honoured for the objects that it names', async () => {
      const profile = (name: string) =>
        `name: shop\nextends: pod-security-restricted\nwaivers:\n  - {control: host-network, reason: it is the CNI, expires: 2026-12-31, match: {kind: Pod, name: ${name}}}\n`;
      inFolder({ 'pod.yaml': HOST_NETWORK_POD, 'mine.yaml': profile('agent'), 'other.yaml': profile('other') });
      expect((await tempered(['audit', 'pod.yaml', '--profile', 'mine.yaml'])).code).toBe(0);
      const { code, out } = await tempered(['audit', 'pod.yaml', '--profile', 'other.yaml']);
      expect(code).toBe(1);
      expect(out).toContain('Waivers to look after');
      const narrowed = await tempered(['audit', 'pod.yaml', '--profile', 'other.yaml', '--only', 'host-pid']);
      expect(narrowed.out).not.toContain('Waivers to look after');
    });

    test('are not compared with what is no day', async () => {
      process.env.TEMPERED_TODAY = 'tomorrow';
      inFolder({ 'pod.yaml': SAFE_POD });
      const { code, err } = await tempered(['audit', 'pod.yaml']);
      expect(code).toBe(2);
      expect(err).toContain('TEMPERED_TODAY is "tomorrow"');
    });
  });

  describe('colours', () => {
    const ESCAPE = '\u001b[';
    test('are for terminals, and NO_COLOR forbids them', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD });
      const argv = ['audit', 'pod.yaml', ...STANDARD];
      expect((await tempered(argv, { terminal: true })).out).toContain(ESCAPE);
      expect((await tempered(argv)).out).not.toContain(ESCAPE);
      expect((await tempered(argv, { terminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(ESCAPE);
      expect((await tempered(argv, { env: { FORCE_COLOR: '1' } })).out).toContain(ESCAPE);
    });

    test('cannot come from a manifest', async () => {
      inFolder({ 'pod.yaml': HOST_NETWORK_POD.replace('name: agent', 'name: "\\e[2Jagent\\nfake.yaml:1:1"') });
      const { out } = await tempered(['audit', 'pod.yaml', ...STANDARD]);
      expect(out).toContain('Pod shop/\\x1b[2Jagent\\x0afake.yaml:1:1');
      expect(out).not.toContain(ESCAPE);
    });
  });

  test('gives the same bytes every time', async () => {
    inFolder({ 'a.yaml': HOST_NETWORK_POD, 'b.yaml': `${SAFE_POD}---\n${HOST_NETWORK_POD}` });
    const first = await tempered(['audit', '.', '--format', 'json']);
    expect((await tempered(['audit', '.', '--format', 'json'])).out).toBe(first.out);
    for (const { severity } of JSON.parse(first.out).findings) expect(SEVERITIES).toContain(severity);
  });
});

test('a byte order mark does not hide a Compose file', async () => {
  inFolder({ 'shop.yaml': '\uFEFFservices:\n  web:\n    image: web:1\n    privileged: true\n' });
  const { code, out } = await tempered(['audit', 'shop.yaml', '--only', 'docker-privileged']);
  expect(code).toBe(1);
  expect(out).toContain('shop.yaml:4:5  critical  docker-privileged');
});

test('a profile that asks nothing of what was read says so', async () => {
  inFolder({ 'compose.yaml': 'services:\n  web:\n    image: web:1\n    privileged: true\n', 'pod.yaml': SAFE_POD });
  const notes = async (...paths: readonly string[]) => (await tempered(['audit', ...paths, '--profile', 'pod-security-restricted'])).out;
  expect(await notes('compose.yaml')).toContain('No control of the profile pod-security-restricted is about what was read');
  expect(await notes('pod.yaml')).not.toContain('No control of the profile');
});

test('ports of a range are one finding', async () => {
  inFolder({ 'compose.yaml': 'services:\n  web:\n    image: web:1\n    ports: ["8080-8090", "9000-9010:80-90"]\n' });
  const { out } = await tempered(['audit', 'compose.yaml', '--only', 'docker-bind-address']);
  expect(out.match(/ docker-bind-address\n/g)).toHaveLength(2);
  expect(out).toContain('0.0.0.0:9000-9010');
});

describe('an engine that does not answer', () => {
  const engine = 'docker:///nowhere/docker.sock';

  test('beside files is one error; the files are judged all the same', async () => {
    inFolder({ 'compose.yaml': 'services:\n  web:\n    image: web:1\n    privileged: true\n' });
    const { code, out, err } = await tempered(['audit', engine, 'compose.yaml', '--only', 'docker-privileged']);
    expect(code).toBe(2);
    expect(out).toContain('compose.yaml:4:5  critical  docker-privileged');
    expect(err).toContain('no engine answered at unix:///nowhere/docker.sock');
  });

  test('alone ends the run and says what to do', async () => {
    const { code, out, err } = await tempered(['audit', engine]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/no engine answered at unix:\/\/\/nowhere\/docker\.sock.*\n {2}\S/);
  });
});

describe('--all', () => {
  const answers = { '/version': { ApiVersion: '1.52' }, '/info': {}, '/networks': [], '/volumes': {}, '/containers/json': [] };

  test('asks an engine for the containers that do not run, too', async () => {
    const engine = await fakeEngine(answers);
    try {
      const listed = () => engine.asked.filter((url) => url.startsWith('/containers/json'));
      await tempered(['audit', `docker://${engine.socket}`]);
      expect(listed()).toEqual([expect.not.stringMatching(/all=(?:true|1)/)]);
      await tempered(['audit', `docker://${engine.socket}`, '--all']);
      expect(listed().at(-1)).toMatch(/all=(?:true|1)/);
    } finally {
      await engine.close();
    }
  });

  test('is a mistake where no engine is named, and says what is missing', async () => {
    inFolder({ 'pod.yaml': SAFE_POD });
    const { code, err } = await tempered(['audit', 'pod.yaml', '--all']);
    expect(code).toBe(2);
    expect(err).toContain('add docker://');
  });

  test('stands in --help', async () => {
    expect((await tempered(['audit', '--help'])).out).toMatch(/--all +judge containers/);
  });
});
