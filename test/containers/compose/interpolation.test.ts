// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Compose writes them.

import { isMalformed, isOpen, resolved, splitOutside, withDefaults } from '../../../lib/containers/compose/interpolation';
import { UNKNOWN } from '../../../lib/controls/requirement';

test.each([
  ['${TAG:-7.2}', '7.2'],
  ['${TAG-7.2}', '7.2'],
  ['redis:${TAG:-${OTHER:-8}}', 'redis:8'],
  ['$$HOME', '$HOME'],
  ['a$', 'a$'],
  ['${TAG}', '${TAG}'],
  ['$TAG/x', '$TAG/x'],
  ['${TAG:?must be set}', '${TAG:?must be set}'],
  ['${TAG:+set}', '${TAG:+set}'],
  ['${PWD}/data', './data'],
  ['${not a name}', '${not a name}'],
  ['${A:-x}${', 'x${'],
])('%s with its defaults is %s', (text, result) => {
  expect(withDefaults(text)).toBe(result);
});

test('what has no default is not known', () => {
  expect(resolved('${TAG:-x}')).toBe('x');
  expect(resolved('${TAG:-${OTHER}}')).toBe(UNKNOWN);
  expect(resolved('$$TAG')).toBe('$TAG');
  expect(resolved(5)).toBe(5);
});

test('a separator within a variable or brackets separates nothing', () => {
  expect(splitOutside('${A:-1:2}:[::1]:3', ':')).toEqual(['${A:-1:2}', '[::1]', '3']);
});

test('texts made to be slow are not', () => {
  const deep = `${'${A:-'.repeat(50_000)}x${'}'.repeat(50_000)}`;
  expect(isOpen(deep)).toBe(true);
  expect(isOpen('${'.repeat(200_000))).toBe(false);
  expect(splitOutside('${'.repeat(200_000), ':')).toHaveLength(1);
  expect(withDefaults(deep)).toContain('x');
});

test.each(['${bad', 'a ${:-x} b', '${A B}', '${1}', '${}', '${A:-${b}', '${A:-${:-x}}', 'x $$${'])(
  '%s begins a reference that is none',
  (text) => {
    expect(isMalformed(text)).toBe(true);
  },
);

test.each(['${A}', '${A:-b}', '${A:?set it}', '$${bad', '$', '$ {', '$1', '$(cmd', '${A:-${B:-c}}', 'no dollar {'])(
  '%s begins none',
  (text) => {
    expect(isMalformed(text)).toBe(false);
  },
);
