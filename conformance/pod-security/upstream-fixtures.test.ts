import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { isKubernetesObject, type Resource, resource } from '../../lib/engine/resource';
import { judge } from '../judges/installed';
import { LEVELS, type PodSecurityLevel, VERSIONS } from '../judges/pod-security-library';
import { isAllowed } from './own-verdicts';

const FIXTURES = judge('pod-security-fixtures');

function fixturesIn(folder: string): readonly { readonly file: string; readonly pod: Resource }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const object = load(readFileSync(join(folder, file), 'utf8'));
      if (!isKubernetesObject(object)) throw new Error(`${join(folder, file)} is no Kubernetes object`);
      return { file, pod: resource(object) };
    });
}

/** The fixtures of which the audit does not say what the folder says. */
function wronglyJudged(level: PodSecurityLevel, version: string, expected: 'pass' | 'fail'): readonly string[] {
  const fixtures = fixturesIn(join(FIXTURES, level, version, expected));
  if (fixtures.length === 0) throw new Error(`no fixtures of ${level} ${version} ${expected}`);
  return fixtures.filter(({ pod }) => isAllowed(pod, level, version) !== (expected === 'pass')).map(({ file }) => file);
}

describe.each(LEVELS)("the Pod Security library's own fixtures, level %s", (level) => {
  test.each(VERSIONS.filter((version) => version !== 'latest'))('%s: the audit passes what passes, and fails what fails', (version) => {
    expect({ wronglyFailed: wronglyJudged(level, version, 'pass'), wronglyPassed: wronglyJudged(level, version, 'fail') }).toEqual({
      wronglyFailed: [],
      wronglyPassed: [],
    });
  });
});
