import { audit, resource, restricted } from 'tempered';
import { readDockerfile } from '../../../lib/sources/dockerfile';
import { RECIPES } from './recipes';

test.each(Object.entries(RECIPES))('%s: the audit of tempered finds nothing in what its own builder writes', (_, make) => {
  const { dockerfile, dockerignore } = make();
  const { objects, errors } = readDockerfile('Dockerfile', dockerfile, dockerignore);
  expect(errors).toEqual([]);
  const report = audit(
    objects.map(({ object, written }) => resource(object, undefined, written)),
    { profile: restricted },
  );
  expect(report.findings.map(({ control, message }) => `${control}: ${message}`)).toEqual([]);
  expect(report.waiverProblems).toEqual([]);
  // Nothing found because nothing was asked would be no proof.
  expect(report.controls.evaluated).toBeGreaterThan(15);
});
