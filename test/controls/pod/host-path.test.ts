import { evaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { cleaned, type HostPaths, hostPathOutside, named, reaching, within } from '../../../lib/controls/pod/host-path';

const step = fc.constantFrom('etc', 'var', 'run', 'log', 'docker.sock', '.aws', '..data', 'a.b', '...', 'etcd');
const steps = fc.array(step, { maxLength: 4 });

/** Another way to write the same directory. */
const spelled = (path: readonly string[]): fc.Arbitrary<string> => {
  const between = fc.array(fc.constantFrom('/', './', '/./'), { maxLength: 3 }).map((parts) => `/${parts.join('')}`);
  const detour = fc.oneof(
    fc.constant(''),
    step.map((each) => `${each}/../`),
  );
  const end = fc.constantFrom('', '/', '/.', '//', '/./');
  const separators = fc.array(fc.tuple(between, detour), { minLength: path.length, maxLength: path.length });
  return fc
    .tuple(separators, end)
    .map(
      ([parts, last]) => parts.map(([slash, around], i) => slash + around + path[i]).join('') + (last || (path.length === 0 ? '/' : '')),
    );
};
const spelling = steps.chain((path) => fc.tuple(fc.constant(path), spelled(path)));

describe('a cleaned path', () => {
  test('is the same for every spelling of a directory', () => {
    fc.assert(
      fc.property(spelling, ([path, spelledPath]) => {
        expect(cleaned(spelledPath)).toBe(path.length === 0 ? '/' : `/${path.join('/')}/`);
      }),
    );
  });

  test('stays what it is when it is cleaned again', () => {
    fc.assert(fc.property(fc.string(), (path) => expect(cleaned(cleaned(path))).toBe(cleaned(path))));
  });

  test('does not climb above the root', () => {
    expect(cleaned('/../../etc')).toBe('/etc/');
  });

  test('leaves a path of Windows in one piece', () => {
    expect(cleaned('C:\\ProgramData\\web')).toBe('/C:\\ProgramData\\web/');
  });
});

describe('a host path outside of', () => {
  const outside = (set: HostPaths) => hostPathOutside('elsewhere', 'Go elsewhere.', set);
  const verdict = (path: string, set: HostPaths): boolean => outside(set).accepts(path);
  const sets: readonly (readonly [string, HostPaths])[] = [
    ['directories', within(['/var/log', '/etc/', '/'])],
    ['files and what lies above them', reaching(['/var/run/docker.sock'])],
    ['names', named(['docker.sock', '.aws'], ['/var'])],
  ];

  test.each(sets)('%s has one verdict for every spelling', (_, set) => {
    fc.assert(
      fc.property(spelling, ([path, spelledPath]) => {
        expect(verdict(spelledPath, set)).toBe(verdict(`/${path.join('/')}`, set));
      }),
    );
  });

  test.each(sets)('%s says the same in CEL, and refuses there whatever climbs', (_, set) => {
    fc.assert(
      fc.property(spelling, ([, path]) => {
        const climbs = path.split('/').includes('..');
        expect(evaluate(outside(set).cel('path'), { path })).toBe(climbs ? false : verdict(path, set));
      }),
    );
  });

  test('directories leaves what lies above them, and the root counts as itself only', () => {
    expect(verdict('/var', within(['/var/log']))).toBe(true);
    expect(verdict('/var/log/pods', within(['/var/log']))).toBe(false);
    expect(verdict('/', within(['/']))).toBe(false);
    expect(verdict('/srv', within(['/']))).toBe(true);
  });

  test('files counts every directory above them, and none beside', () => {
    fc.assert(
      fc.property(steps, steps, (above, below) => {
        const target = reaching([`/${[...above, ...below].join('/')}`]);
        expect(verdict(`/${above.join('/')}`, target)).toBe(false);
        expect(verdict(`/${[...above, 'beside'].join('/')}`, target)).toBe(below.length > 0);
      }),
    );
  });

  test('anything refuses what is no text', () => {
    for (const value of [5, {}, [], true]) expect(outside(within(['/etc'])).accepts(value)).toBe(false);
  });
});
