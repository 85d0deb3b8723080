// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Compose writes them.
import { envLines } from '../../../lib/sources/compose/env-lines';

test.each([
  ['A=1', { name: 'A', value: '1' }],
  ['export A = 1 ', { name: 'A', value: '1' }],
  ['A: 1', { name: 'A', value: '1' }],
  ['A=', { name: 'A', value: '' }],
  ['A', { name: 'A', value: null }],
  ['A=x # y', { name: 'A', value: 'x' }],
  ['A=x#y', { name: 'A', value: 'x#y' }],
  ['A="x # \\" y"', { name: 'A', value: 'x # \\" y' }],
  ["A='x\ny'", { name: 'A', value: 'x\ny' }],
  ['xpack.security.enabled=false\r', { name: 'xpack.security.enabled', value: 'false' }],
  ['A=${B:-c}', { name: 'A', value: '${B:-c}' }],
])('%j', (text, variable) => {
  expect(envLines(text)).toEqual([{ ...variable, line: 1 }]);
});

test('lines are counted through comments, blank ones and texts of several lines, and what is no variable is passed over', () => {
  const names = envLines('\uFEFF# a\n\nA="1\n2"\n$ what\nB=2\r\nC\nD=3');
  expect(names.map(({ name, line }) => `${name}:${line}`)).toEqual(['A:3', 'B:6', 'C:7', 'D:8']);
});

test('of a raw file everything behind the sign counts', () => {
  expect(envLines('A="x" # y', true)).toEqual([{ name: 'A', value: '"x" # y', line: 1 }]);
});
