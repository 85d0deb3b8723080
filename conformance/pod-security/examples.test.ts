import { CATALOGUE } from '../../lib/controls/catalogue';
import type { Control } from '../../lib/controls/control';
import { exampleObject } from '../../lib/controls/example-object';
import { podsOf } from '../../lib/controls/requirement/pods';
import { type Resource, resource } from '../../lib/engine/resource';
import { withObjectsOnDisk } from '../judges/objects-on-disk';
import { LEVELS, podSecurityMatrix, VERSIONS } from '../judges/pod-security-library';
import { isAllowed } from './own-verdicts';

/** Those of the kinds that an API server has built in. */
const GROUPS = ['', 'apps', 'batch'];

/** The examples that are, or hold, a pod. */
function podsAmong({ examples: { pass, fail } }: Control): readonly Resource[] {
  return [...pass, ...fail]
    .map((example) => resource(exampleObject(example)))
    .filter(({ group, kind, object }) => GROUPS.includes(group) && podsOf(group, kind, object).pods.length > 0);
}

/** Every level and version that says no, as the library writes them. */
function deniedBy(pod: Resource): Readonly<Record<string, readonly string[]>> | undefined {
  const denied = LEVELS.map((level) => [level, VERSIONS.filter((version) => !isAllowed(pod, level, version))] as const);
  return denied.every(([, versions]) => versions.length === 0)
    ? undefined
    : Object.fromEntries(denied.filter(([, versions]) => versions.length > 0));
}

const controls = CATALOGUE.filter((each) => podsAmong(each).length > 0);

test.each(controls.map((each) => [each.id, each] as const))(
  '%s: the audit and the Pod Security library say the same of every example, at both levels, in every version',
  async (_, control) => {
    const pods = podsAmong(control);
    const judged = await withObjectsOnDisk(
      pods.map(({ object }) => object),
      podSecurityMatrix,
    );
    expect(judged).toHaveLength(pods.length);
    expect(pods.map((pod) => ({ pod: pod.object, denied: deniedBy(pod) }))).toEqual(
      pods.map((pod, index) => ({ pod: pod.object, denied: judged[index]?.denied })),
    );
  },
);
