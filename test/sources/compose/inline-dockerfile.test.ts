// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Compose writes them.
import { readFileSync } from 'node:fs';
import { readDockerFiles } from '../../../lib/sources/docker-files';
import { inFolder, tempered } from '../../cli/command-line';

const INLINE = `services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM debian:12
        ADD app /app
        USER root
  api:
    build:
      dockerfile_inline: "FROM debian:12\\nUSER root\\n"
`;

function read(text: string) {
  const { objects, errors } = readDockerFiles([{ name: 'compose.yaml', text }], new Set());
  const dockerfile = (name: string) => {
    const found = objects.find(({ object }) => object.kind === 'Dockerfile' && object.metadata.name === `${name}.dockerfile_inline`);
    if (found === undefined) throw new Error(`no Dockerfile of ${name}`);
    return found;
  };
  return { objects, errors, dockerfile };
}

const USER = ['stages', 0, 'instructions', 0, 'text'];

describe('a Dockerfile within a Compose file', () => {
  test('is read, and its lines are those of the Compose file', () => {
    const { dockerfile, objects } = read(INLINE);
    const web = dockerfile('web');
    expect(web.object.stages).toHaveLength(1);
    expect(web.placeOf(['stages', 0, 'instructions', 1, 'text'])).toEqual({ file: 'compose.yaml', line: 8, column: 14 });
    expect(web.placeOf(['stages', 0, 'from', 'image'])).toEqual({ file: 'compose.yaml', line: 6, column: 14 });
    const container = objects.find(({ object }) => object.kind === 'Container' && object.metadata.name === 'web');
    expect(container?.object.imageConfig).toEqual({ user: 'root' });
  });

  test('stands at its key where its lines are not those of the file', () => {
    expect(read(INLINE).dockerfile('api').placeOf(USER)).toEqual({ file: 'compose.yaml', line: 11, column: 7 });
  });

  test('has its variables replaced before, as Compose does', () => {
    const text = 'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM ${BASE:-debian:12}\n        USER $$WHO\n';
    const { stages } = read(text).dockerfile('web').object;
    expect(stages).toMatchObject([{ from: { image: 'debian:12' }, instructions: [{ text: '$WHO' }] }]);
  });

  test('is told once, whatever extends its service', () => {
    const { objects } = read(`${INLINE}  job:\n    extends: web\n    command: seed\n`);
    expect(objects.filter(({ object }) => object.kind === 'Dockerfile')).toHaveLength(2);
  });

  test('that no build would accept is an error at its line', () => {
    const { errors } = read('services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian:12\n        NOPE x\n');
    expect(errors).toEqual([
      {
        file: 'compose.yaml',
        line: 6,
        column: 9,
        message: expect.stringMatching(/^`build.dockerfile_inline`: unknown instruction "NOPE"/),
      },
    ]);
  });

  test('is left to a person: its lines are no Dockerfile that could be edited, and the Compose file is repaired as ever', async () => {
    inFolder({ 'compose.yaml': INLINE });
    const { err } = await tempered(['harden', 'compose.yaml', '--write', '--override']);
    const after = readFileSync('compose.yaml', 'utf8');
    expect(after).toContain('        ADD app /app\n        USER root\n');
    expect(after).toContain('security_opt:');
    expect(err).toMatch(/dockerfile-add\n.*\n.*change the lines of `dockerfile_inline` by hand/);
  });
});
