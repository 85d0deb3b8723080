import { CATALOGUE } from '../../lib/controls/catalogue';
import { NOT_BUILT } from '../../lib/controls/not-built';

/** Sections 2 (the daemon), 4 (images) and 5 (containers) of the CIS Docker Benchmark v1.6, and what of section 7 is about networks and secrets. */
const SECTIONS = [
  ...[
    [2, 18],
    [4, 12],
    [5, 32],
  ].flatMap(([section, length]) => Array.from({ length: length as number }, (_, index) => `${section}.${index + 1}`)),
  '7.3',
  '7.4',
];

test.each(SECTIONS)('CIS Docker %s has a control, or a reason why there is none', (section) => {
  const asked = CATALOGUE.filter(({ references }) => references.cisDocker?.includes(section) === true).map(({ id }) => id);
  const explained = NOT_BUILT.filter(({ reason }) => new RegExp(`CIS Docker ${section.replace('.', '\\.')}(?!\\d)`).test(reason)).map(
    ({ id }) => id,
  );
  expect([...asked, ...explained]).not.toEqual([]);
  // A section is either asked or explained: never both.
  expect(asked.length === 0 || explained.length === 0).toBe(true);
});
