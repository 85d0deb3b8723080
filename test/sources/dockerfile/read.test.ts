// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles
import type { Dockerfile } from '../../../lib/controls/docker/dockerfile';
import { imageConfigOf, isDockerfile, readDockerfile } from '../../../lib/sources/dockerfile';
import { REFUSED, TAKEN } from './judged-by-buildkit';

function read(text: string): Dockerfile {
  const { objects, errors } = readDockerfile('web/Dockerfile', text);
  expect(errors).toEqual([]);
  return objects[0]?.object as unknown as Dockerfile;
}

function placeOf(text: string, path: readonly (string | number)[]): string {
  const place = readDockerfile('Dockerfile', text).objects[0]?.placeOf(path);
  return `${place?.line}:${place?.column}`;
}

const texts = (file: Dockerfile): string[] =>
  file.stages.flatMap(({ instructions }) => instructions.map(({ keyword, text }) => `${keyword} ${text}`));

describe('the normal form of a Dockerfile', () => {
  test('joins continued lines, and leaves out comments and empty lines between them', () => {
    const file = read("FROM alpine\nRUN a \\\n  # don't\n\n  && b \\  \n  && c\nUSER 1\n");
    expect(texts(file)).toEqual(['RUN a   && b   && c', 'USER 1']);
  });

  test('knows stages, their bases and what they continue, in whatever case', () => {
    const file = read('ARG V=1\nfrom --platform=linux/amd64 alpine:$V as Base\nFROM base\nfrom scratch AS end\n');
    expect(file.args).toEqual([{ keyword: 'ARG', text: 'V=1' }]);
    expect(file.stages.map(({ name, from }) => [name, from])).toEqual([
      ['Base', { image: 'alpine:$V', platform: 'linux/amd64' }],
      [undefined, { image: 'base', stage: 0 }],
      ['end', { image: 'scratch' }],
    ]);
  });

  test('reads here-documents, with and without tabs, quoted and numbered', () => {
    const file = read('FROM alpine\nRUN <<-A cat 3<<"B"\n\tone\n\tA\ntwo $x\nB\nUSER 1\n');
    expect(file.stages[0]?.instructions[0]?.heredocs).toEqual([
      { name: 'A', expands: true, content: 'one\n' },
      { name: 'B', expands: false, content: 'two $x\n' },
    ]);
    expect(texts(file).at(-1)).toBe('USER 1');
  });

  test('takes no << in quotes for a here-document', () => {
    expect(texts(read("FROM alpine\nRUN echo 'x <<EOF y'\nUSER 1\n"))).toEqual(["RUN echo 'x <<EOF y'", 'USER 1']);
  });

  test('ends a line at two escape characters', () => {
    expect(texts(read('FROM alpine\nWORKDIR C:\\\\\nUSER 1\n'))).toEqual(['WORKDIR C:\\\\', 'USER 1']);
  });

  test('continues lines by the character that the escape directive names', () => {
    const file = read('# escape=`\r\nFROM alpine\r\nCOPY a C:\\\r\nRUN x `\r\n  y\r\n');
    expect(file.escape).toBe('`');
    expect(texts(file)).toEqual(['COPY a C:\\', 'RUN x   y']);
  });

  test('marks what runs in later builds', () => {
    expect(read('FROM alpine\nONBUILD RUN x\n').stages[0]?.instructions).toEqual([{ keyword: 'RUN', text: 'x', onbuild: true }]);
  });

  test('reads waivers and the syntax from comments, and patterns from the .dockerignore', () => {
    const text = '# syntax=docker/dockerfile:1\n# waive.tempered/dockerfile-user: {"reason":"r"}\nFROM alpine\n';
    const file = readDockerfile('Dockerfile', text, '# all\n.git\n\n!x\n').objects[0]?.object as unknown as Dockerfile;
    expect(file.syntax).toBe('docker/dockerfile:1');
    expect(file.metadata.annotations).toEqual({ 'waive.tempered/dockerfile-user': '{"reason":"r"}' });
    expect(file.ignored).toEqual(['.git', '!x']);
  });
});

describe('places', () => {
  const TEXT =
    '\uFEFFFROM --platform=x alpine AS a\nRUN one \\\n  # c\n  && two\nRUN <<EOF\nthree\nEOF\nENV A=1 \\\n    B=2\nEXPOSE 1  22\n';
  test.each([
    [['stages', 0], '1:1'],
    [['stages', 0, 'from', 'image'], '1:19'],
    [['stages', 0, 'name'], '1:29'],
    [['stages', 0, 'instructions', 0, 'commands', 1], '4:6'],
    [['stages', 0, 'instructions', 1, 'commands', 1], '6:1'],
    [['stages', 0, 'instructions', 2, 'pairs', 1], '9:5'],
    [['stages', 0, 'instructions', 3, 'words', 1], '10:11'],
    [['stages', 0, 'instructions', 3, 'keyword'], '10:1'],
    [['stages', 0, 'user'], '1:1'],
  ])('%j', (path, place) => {
    expect(placeOf(TEXT, path)).toBe(place);
  });
});

describe('what no build accepts is one error with its place', () => {
  test.each(REFUSED)('%j', (text, place, message) => {
    const { objects, errors } = readDockerfile('Dockerfile', text);
    expect(objects).toEqual([]);
    expect(errors.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
    expect(errors[0]?.message).toContain(message);
  });
});

test.each(['ENV PASSWORD=correct horse', 'ENV PASSWORD=${X:-horse', 'ENV PASSWORD="horse', 'ENV PASSWORD=${X:horse}'])(
  'an error repeats no value: %s',
  (line) => {
    const { errors } = readDockerfile('Dockerfile', `FROM alpine\n${line}\n`);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).not.toContain('horse');
  },
);

describe('what BuildKit builds is no error', () => {
  test.each(TAKEN)('%s', (line) => {
    expect(readDockerfile('Dockerfile', `FROM alpine\n${line}\n`).errors).toEqual([]);
  });

  test.each(['ARG BASE\nFROM $BASE\n', 'FROM alpine${NONE}\n', 'FROM ${NONE:-alpine}\n', 'FROM x:$TARGETARCH AS A.b_c-1\n'])(
    '%j',
    (text) => {
      expect(readDockerfile('Dockerfile', text).errors).toEqual([]);
    },
  );

  test('nor what the front end of another language may know', () => {
    expect(readDockerfile('Dockerfile', '# syntax=example.com/other:1\nFROM alpine\nCOPY --new=x a\n').errors).toEqual([]);
    expect(readDockerfile('Dockerfile', '# syntax=docker/dockerfile:1\nFROM alpine\nCOPY --new=x a\n').errors).toHaveLength(1);
  });
});

test.each([
  ['Dockerfile', true],
  ['a/web.Dockerfile', true],
  ['web.dockerfile', true],
  ['Dockerfile.dev', true],
  ['Containerfile', true],
  ['Dockerfile.dockerignore', false],
  ['notes', false],
])('%s is a Dockerfile by its name: %s', (name, is) => {
  expect(isDockerfile(name, 'nothing that says so')).toBe(is);
});

test('a file of another name is one by how it begins', () => {
  expect(isDockerfile('build', '# x\nARG A=1\nFROM alpine AS x\n')).toBe(true);
  expect(isDockerfile('letter', 'From me to you\n')).toBe(false);
  expect(isDockerfile('x.yaml', 'FROM alpine\n')).toBe(false);
});

describe('what the built image says of itself', () => {
  test('user, health check and ports, by inheritance and with defaults of arguments', () => {
    const text = 'FROM alpine AS base\nEXPOSE 80\nHEALTHCHECK CMD x\nARG U=5\nUSER $U\nFROM base\nEXPOSE 81/tcp $P\n';
    expect(imageConfigOf(text)).toEqual({ user: '5', healthcheck: true, exposedPorts: [80, 81] });
  });

  test('the target that is named; what the base decides is not said', () => {
    const text = 'FROM alpine AS one\nFROM alpine\nUSER 7\n';
    expect(imageConfigOf(text, 'one')).toEqual({});
    expect(imageConfigOf(text, '1')).toEqual({ user: '7' });
    expect(imageConfigOf(text, 'two')).toBeUndefined();
  });

  test('from scratch it is root without a check', () => {
    expect(imageConfigOf('FROM scratch\n')).toEqual({ user: '', healthcheck: false });
  });

  test('a user that only the build knows is not said', () => {
    expect(imageConfigOf('FROM alpine\nARG U\nUSER $U\n')).toEqual({});
  });
});
