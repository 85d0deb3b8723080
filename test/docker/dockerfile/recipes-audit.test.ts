import * as fc from 'fast-check';
import { audit, resource, restricted } from 'tempered';
import type { GeneratedDockerfile } from 'tempered/docker';
import { readDockerfile } from '../../../lib/sources/dockerfile';
import { RECIPES_WITH_OPTIONS } from './recipe-options';
import { RECIPES } from './recipes';

function reportOf({ dockerfile, dockerignore }: GeneratedDockerfile) {
  const { objects, errors } = readDockerfile('Dockerfile', dockerfile, dockerignore);
  expect(errors).toEqual([]);
  return audit(
    objects.map(({ object, written }) => resource(object, undefined, written)),
    { profile: restricted },
  );
}

const saidIn = ({ findings, waiverProblems }: ReturnType<typeof reportOf>) => [
  ...findings.map(({ control, message }) => `${control}: ${message}`),
  ...waiverProblems,
];

test.each(Object.entries(RECIPES))('%s: the audit of tempered finds nothing in what its own builder writes', (_, make) => {
  const report = reportOf(make());
  expect(saidIn(report)).toEqual([]);
  // Nothing found because nothing was asked would be no proof.
  expect(report.controls.evaluated).toBeGreaterThan(15);
});

test.each(RECIPES_WITH_OPTIONS)('%s with any options: what is written is clean, or is not written', (_, dockerfiles) => {
  let written = 0;
  fc.assert(
    fc.property(dockerfiles, (made) => {
      if (made === undefined) return;
      written++;
      expect(saidIn(reportOf(made))).toEqual([]);
    }),
    { numRuns: 40 },
  );
  expect(written).toBeGreaterThan(10);
});
