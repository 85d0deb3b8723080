import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedOn } from './attack';
import { ATTACKS } from './attacks';
import { attacksPage } from './attacks-page';
import { LINES } from './engine';

const PAGE = join(__dirname, '..', '..', 'docs', 'docker-attacks.md');
const ALL = Object.values(ATTACKS).flat();

if (process.env.CONFORMANCE_WRITE_PAGE === '1') writeFileSync(PAGE, attacksPage());

test('docs/docker-attacks.md says what the table of attacks says', () => {
  // CONFORMANCE_WRITE_PAGE=1 writes it.
  expect(readFileSync(PAGE, 'utf8')).toBe(attacksPage());
});

test('every attack that succeeds on a hardened container names what would stop it', () => {
  const open = ALL.filter(({ hardened }) => LINES.some((line) => expectedOn(line, hardened) === 'succeeds'));
  expect(open.filter(({ remedy }) => remedy === undefined).map(({ id }) => id)).toEqual([]);
});

test('no remedy is named for what is stopped', () => {
  const stopped = ALL.filter(({ hardened }) => LINES.every((line) => expectedOn(line, hardened) !== 'succeeds'));
  expect(stopped.filter(({ remedy }) => remedy !== undefined).map(({ id }) => id)).toEqual([]);
});

test('each attack has an id of its own', () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
});
