import * as fc from 'fast-check';
import { DockerfileBuilder, type PinnedImage, pinned, type Stage } from 'tempered/docker';
import { at } from './recipes';

const image = at('alpine:3.22');
const asStranger = (text: string) => text as PinnedImage;
const ended = (stage: Stage) =>
  stage
    .user('65532:65532')
    .healthCheck({ command: ['/app', '--health'] })
    .entrypoint(['/app']);
const built = (make: (stage: Stage) => Stage, base: PinnedImage = image) => {
  const file = new DockerfileBuilder();
  ended(make(file.stage('run', base)));
  return file.text();
};

test('a digest comes from the lock file, and a missing one names the command that says it', () => {
  const digest = `sha256:${'a1'.repeat(32)}`;
  expect(pinned('node:22', { 'node:22': digest })).toBe(`node:22@${digest}`);
  expect(() => pinned('node:22', {})).toThrow(
    expect.objectContaining({ code: 'no-digest', hint: expect.stringContaining('docker buildx imagetools inspect node:22') }),
  );
  expect(() => pinned('node:22', { 'node:22': 'sha256:abc' })).toThrow(/64 hexadecimal digits/);
  expect(() => pinned('toString', {})).toThrow(/no digest of toString/);
});

test('an image without a digest stops the file', () => {
  expect(() => built((stage) => stage, asStranger('alpine:3.22'))).toThrow(/dockerfile-image-digest: stage run: alpine:3.22 has no digest/);
  expect(() => built((stage) => stage.copy('/uv', '/uv', { from: asStranger('uv:0.9') }))).toThrow(/uv:0.9 has no digest/);
});

test('an image whose name would be more than a name is refused', () => {
  expect(() => built((stage) => stage, asStranger('alpine\nRUN id'))).toThrow(/no reference of an image/);
});

test('all that is insecure comes in one error, without a value', () => {
  const file = new DockerfileBuilder();
  file
    .stage('run', image)
    .env({ DB_PASSWORD: 'hunter2-hunter2' })
    .arg('NPM_TOKEN')
    .copy('.', '/app/')
    .copy('a', '/a', { chmod: '0777' })
    .expose(22)
    .user('root')
    .cmd(['/a']);
  let message = '';
  try {
    file.text();
  } catch (error) {
    message = String(error);
  }
  for (const control of ['user', 'healthcheck', 'secrets', 'copy-everything', 'world-writable', 'ssh-port'])
    expect(message).toContain(`dockerfile-${control}: `);
  expect(message).toContain('ENV DB_PASSWORD');
  expect(message).toContain('ARG NPM_TOKEN');
  expect(message).not.toContain('hunter2');
});

test.each(['PASSWORD_FILE', 'TOKENIZER', 'AUTHOR', 'SECRETARY', 'MONKEY'])('%s names no credential', (name) => {
  expect(built((stage) => stage.env({ [name]: 'x' }))).toContain(`ENV ${name}=x`);
});

test('a token of a known form is found wherever it stands, and is not repeated', () => {
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  const make = () => built((stage) => stage.run(['git', 'clone', `https://${token}@example.com/a.git`]));
  expect(make).toThrow(/dockerfile-secrets: stage run: a text in it is /);
  expect(make).not.toThrow(token);
});

test.each(['.env', 'config/.env.production', 'id_rsa', 'keys/tls.pem', './.npmrc', 'home/.aws/credentials'])(
  '%s is not copied into a layer',
  (source) => {
    expect(() => built((stage) => stage.copy(source, '/x'))).toThrow(/dockerfile-secrets: .*puts a credential into a layer/);
  },
);

test('a build secret is a file of one instruction', () => {
  expect(
    built((stage) => stage.run(['npm', 'ci'], { mounts: [{ type: 'secret', id: 'npmrc', target: '/root/.npmrc' }], network: 'none' })),
  ).toContain('RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true \\\n    --network=none \\\n    ["npm", "ci"]\n');
});

test('a mount cannot add fields that nobody asked for', () => {
  expect(() => built((stage) => stage.run(['x'], { mounts: [{ type: 'cache', target: '/c,from=evil' }] }))).toThrow(
    /no spaces, commas or quotes/,
  );
});

test('values stand for themselves: dollars, quotes, backslashes', () => {
  const text = built((stage) =>
    stage.env({ A: 'a "b" $c \\d' }).label({ 'com.example/x': '$A {b}' }).copy(['a b', '$c', `it's "d"`], '/x y/').workdir('/w $x'),
  );
  expect(text).toContain('ENV A="a \\"b\\" \\$c \\\\d"\n');
  expect(text).toContain('LABEL com.example/x="\\$A {b}"\n');
  expect(text).toContain(`COPY --link ["a b", "\\\\$c", "it\\\\'s \\\\\\"d\\\\\\"", "/x y/"]\n`);
  expect(text).toContain('WORKDIR /w\\ \\$x\n');
});

test('no value begins an instruction of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      let text: string;
      try {
        text = built((stage) =>
          stage
            .env({ A: value })
            .label({ b: value })
            .run(['x', value])
            .copy(['a', value || 'a'], '/c/'),
        );
      } catch {
        return true;
      }
      return (
        text.trimEnd().split('\n').length ===
        built((stage) => stage.env({ A: 'x' }).label({ b: 'x' }).run(['x', 'x']).copy(['a', 'x'], '/c/'))
          .trimEnd()
          .split('\n').length
      );
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a line break in a variable', (stage: Stage) => stage.env({ A: 'a\nUSER root' }), /line break/],
  ['a line break in a comment', (stage: Stage) => stage.comment('a\nUSER root'), /line break/],
  ['a name of a variable that is none', (stage: Stage) => stage.env({ 'A B': 'x' }), /no name of a variable/],
  ['a here-document that ends early', (stage: Stage) => stage.file('/x', 'a\nEOF\nUSER root'), /cannot be EOF/],
  ['a command that ends the here-document', (stage: Stage) => stage.runShell(['a\nEOF']), /cannot be EOF/],
  ['nothing to start', (stage: Stage) => stage.run([]), /needs a program/],
  ['a folder relative to nothing', (stage: Stage) => stage.workdir('app'), /must be absolute/],
  ['a port that is none', (stage: Stage) => stage.expose(0), /from 1 to 65535/],
  ['several sources to a file', (stage: Stage) => stage.copy(['a', 'b'], '/c'), /must end with a slash/],
  ['no source', (stage: Stage) => stage.copy([], '/c/'), /at least one source/],
  ['a second health check', (stage: Stage) => stage.healthCheck({ command: ['/x'] }).healthCheck({ command: ['/x'] }), /already/],
  ['a health check that never runs', (stage: Stage) => stage.healthCheck({ command: ['/x'], interval: 0 }), /whole number above 0/],
])('%s is refused', (_, make, message) => {
  expect(() => built(make)).toThrow(message);
});

test('commands of a shell stop at the first that fails', () => {
  expect(built((stage) => stage.runShell(['a', 'b | c']))).toContain("RUN <<'EOF'\nset -eu\na\nb | c\nEOF\n");
});

test('stages have names of their own that BuildKit takes', () => {
  const file = new DockerfileBuilder();
  file.stage('build', image);
  expect(() => file.stage('build', image)).toThrow(/already/);
  expect(() => file.stage('Build', image)).toThrow(/cannot name a stage/);
  expect(() => file.stage('scratch', image)).toThrow(/cannot name a stage/);
});

test('a file without a stage, or whose last stage starts nothing, is none', () => {
  const file = new DockerfileBuilder();
  expect(() => file.text()).toThrow(/needs a stage/);
  file
    .stage('run', image)
    .user('65532:65532')
    .healthCheck({ command: ['/app'] });
  expect(() => file.text()).toThrow(/starts nothing/);
});

test('the head: the frontend only where it is pinned, warnings that end the build, one moment for all times', () => {
  expect(built((stage) => stage)).toMatch(/^# check=error=true\n\nARG SOURCE_DATE_EPOCH=315532800\n\nFROM /);
  const file = new DockerfileBuilder({ syntax: at('docker/dockerfile:1'), sourceDateEpoch: 1700000000 });
  ended(file.stage('run', image));
  expect(file.text()).toMatch(
    /^# syntax=docker\/dockerfile:1@sha256:[0-9a-f]{64}\n# check=error=true\n\nARG SOURCE_DATE_EPOCH=1700000000\n/,
  );
});

test('no health check is a waiver, with reason and day', () => {
  const text = (expires: string) => {
    const file = new DockerfileBuilder();
    file.stage('run', image).user('65532').healthCheck({ none: 'a batch job', expires }).cmd(['/job']);
    return file.text();
  };
  expect(text('2027-06-30')).toContain('# waive.tempered/dockerfile-healthcheck: {"reason":"a batch job","expires":"2027-06-30"}\n');
  expect(() => text('some day')).toThrow(/expires as YYYY-MM-DD/);
});
