import type { ApiObject } from 'cdk8s';
import { harden } from '../../engine/harden';
import { isKubernetesObject, resource } from '../../engine/resource';
import { failWith } from './failure';
import { profileOf } from './profile-scope';

/**
 * What an object renders, hardened under the nearest profile.
 *
 * @throws an {@link InsecureObjectError} where something insecure was stated on purpose and is not waived
 */
export function renderHardened(object: ApiObject, render: () => unknown): unknown {
  const json = render();
  if (!isKubernetesObject(json)) return json;
  const given = resource(json, { from: 'construct', path: object.node.path });
  const { resource: hardened, findings } = harden(given, { profile: profileOf(object) });
  const failures = findings.filter(({ level }) => level === 'fail');
  if (failures.length > 0) failWith(object, failures);
  return hardened.object;
}
