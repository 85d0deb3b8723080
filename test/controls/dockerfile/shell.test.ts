import { programOf } from '../../../lib/controls/dockerfile/shell/program';
import { readScript } from '../../../lib/controls/dockerfile/shell/read-script';
import { commandsOf } from '../../../lib/controls/dockerfile/shell/scripts';

const lines = (text: string): string[] => readScript(text).map(({ words }) => words.map(({ value }) => value).join(' '));

describe('simple commands of a script', () => {
  test.each([
    ['set -eux; a && b || c & d', ['set -eux', 'a', 'b', 'c', 'd']],
    ['echo "a && b" \'c; d\' e\\ f', ['echo a && b c; d e f']],
    ['if [ -f x ]; then a; else b; fi', ['[ -f x ]', 'a', 'b']],
    ['for i in 1 2; do a $i; done', ['a $i']],
    ['case "$x" in a|b) one ;; *) two ;; esac; three', ['one', 'two', 'three']],
    ['(a; b) > f', ['a', 'b']],
    ['echo $((1 << 2)); b', ['echo $((1 << 2))', 'b']],
    ['a # b\nc', ['a', 'c']],
    ['cat <<X\nsudo\nX\nb', ['cat', 'b']],
    ['a 2>&1 >f', ['a']],
  ])('%j', (text, expected) => {
    expect(lines(text).filter((line) => line !== '')).toEqual(expected);
  });

  test('say which commands they read from, a whole group too', () => {
    const commands = readScript('(a; b) | c |\n d; e');
    expect(commands.map(({ reads }) => reads)).toEqual([[], [], [0, 1], [2], []]);
  });

  test('say in which command they are substituted, and how', () => {
    const commands = readScript('sh -c "$(curl x)"; bash <(wget y)');
    expect(commands.map(({ within }) => within?.by)).toEqual(['text', undefined, 'file', undefined]);
    expect(commands[0]?.within?.command).toBe(1);
  });

  test('end where what is open never closes', () => {
    expect(() => readScript(`${'$('.repeat(5000)} "'\``)).not.toThrow();
  });
});

test.each([
  ['sudo -u app -E apt-get update', 'apt-get', ['sudo']],
  ['env A=b timeout -k 5 10 /usr/bin/curl x', 'curl', ['env', 'timeout']],
  ['exec node x', 'node', ['exec']],
  ['sudo', 'sudo', []],
])('%s runs %s', (text, name, through) => {
  const program = programOf(readScript(text)[0] as never);
  expect([program.name, program.through]).toEqual([name, through]);
});

describe('commands of an instruction', () => {
  const names = (instruction: Parameters<typeof commandsOf>[0]): string[] =>
    commandsOf(instruction).map((command) => programOf(command).name);

  test('those of scripts in scripts count', () => {
    expect(names({ keyword: 'RUN', text: 'bash -ec "a && sh -c \'b\'"' })).toEqual(['bash', 'a', 'sh', 'b']);
    expect(names({ keyword: 'RUN', text: '["sh", "-c", "a; b"]' })).toEqual(['sh', 'a', 'b']);
  });

  test('those of a here-document count where a shell reads it', () => {
    const heredocs = [{ name: 'E', expands: true, content: 'a\nb\n' }];
    expect(names({ keyword: 'RUN', text: '<<E', heredocs })).toEqual(['', 'a', 'b']);
    expect(names({ keyword: 'RUN', text: 'bash -e <<E', heredocs })).toEqual(['bash', 'a', 'b']);
    expect(names({ keyword: 'RUN', text: 'cat > f <<E', heredocs })).toEqual(['cat']);
    expect(
      names({ keyword: 'RUN', text: '<<E', heredocs: [{ name: 'E', expands: true, content: '#!/usr/bin/env python3\na\n' }] }),
    ).toEqual(['']);
  });
});
