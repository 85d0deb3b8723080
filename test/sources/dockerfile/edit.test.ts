import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { restricted } from '../../../lib/profiles';
import { editDockerfile, readDockerfile } from '../../../lib/sources/dockerfile';

/** Hardens with override and edits the text, round by round, as the command does. */
function repaired(text: string): string {
  const object = readDockerfile('Dockerfile', text).objects[0]?.object;
  if (object === undefined) throw new Error('not read');
  const { rounds } = harden(resource(object), { profile: restricted, override: true });
  return rounds.reduce(
    (now, round) =>
      editDockerfile(
        now,
        round.map(({ fix }) => fix),
      ).text,
    text,
  );
}

describe('repairs in place', () => {
  test('flags come after the verb; comments, continued lines and layout stay', () => {
    const text = 'FROM debian:12\nRUN apt update && \\\n    # tools\n    apt install \\\n      curl \\\n      git\n';
    expect(repaired(text)).toBe(
      'FROM debian:12\nRUN apt-get update && \\\n    # tools\n    apt-get install --no-install-recommends -y \\\n      curl \\\n      git\n',
    );
  });

  test('ADD of local files becomes COPY, in the case that it is written in', () => {
    expect(repaired('from alpine:3.20\nadd app /app\nADD x.tar /y\n')).toBe('from alpine:3.20\ncopy app /app\nADD x.tar /y\n');
  });

  test('here-documents are repaired, also behind tabs, and with CRLF', () => {
    expect(repaired('FROM alpine:3.20\r\nRUN <<-EOF\r\n\tapk add curl\r\n\tEOF\r\n')).toBe(
      'FROM alpine:3.20\r\nRUN <<-EOF\r\n\tapk add --no-cache curl\r\n\tEOF\r\n',
    );
  });

  test('many commands of one RUN are repaired together', () => {
    const text = `FROM python:3.13\nRUN ${Array.from({ length: 30 }, (_, index) => `pip install a${index}==1`).join(' && \\\n  ')}\n`;
    expect(repaired(text)).toBe(text.replaceAll('pip install', 'pip install --no-cache-dir'));
  });

  test('a second repair changes nothing', () => {
    const once = repaired('FROM debian:12\nRUN apt install curl && pip3 install x\nADD a /a\n');
    expect(repaired(once)).toBe(once);
  });

  test('what the text does not say as it is, a person repairs: the JSON form, a script in escaped quotes', () => {
    const text = 'FROM debian:12\nRUN ["apt", "install", "curl"]\nRUN sh -c "apt install \\"curl\\""\n';
    expect(repaired(text)).toBe(text);
  });
});

describe('fixes that are refused', () => {
  const TEXT = 'FROM alpine:3.20\nRUN a \\\n  b\n';
  test.each([
    ['what would join lines', { op: 'set', path: ['stages', 0, 'instructions', 0, 'text'], value: 'x' }],
    ['a place that is not there', { op: 'set', path: ['stages', 0, 'instructions', 9, 'text'], value: 'x' }],
    ['another instruction in place of a word', { op: 'set', path: ['stages', 0, 'instructions', 0, 'keyword'], value: 'NO SUCH' }],
    ['what a person does', { op: 'manual', instructions: 'think' }],
  ] as const)('%s', (_, fix) => {
    const { text, applied, refused } = editDockerfile(TEXT, [fix]);
    expect(text).toBe(TEXT);
    expect(applied).toEqual([]);
    expect(refused).toHaveLength(1);
  });
});
