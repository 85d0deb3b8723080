import { isObject, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

const AT = ['HostConfig', 'SecurityOpt'];
const APPARMOR = ['AppArmorProfile'];

/** Options as they were asked for, and an AppArmor profile that was taken away without being asked to (as `--privileged` does). */
export const SECURITY_OPTIONS: FieldCodec = toldField(
  'securityOpt',
  AT,
  (written) => {
    const asked = valueIn(written, AT);
    const options = (Array.isArray(asked) ? asked : []).map((each) => securityOption(String(each)));
    const unconfined = valueIn(written, APPARMOR) === 'unconfined' && !options.some((each) => each.startsWith('apparmor='));
    const value = unconfined ? [...options, 'apparmor=unconfined'] : options;
    if (value.length === 0) return undefined;
    return { value, at: AT, below: ([index]) => placeOf(index, options.length) };
  },
  (value, before) => {
    const had: readonly unknown[] = Array.isArray(before) ? before : [];
    const added = (Array.isArray(value) ? value : []).filter((each) => !had.includes(each));
    return added.length === 0
      ? undefined
      : `create the container again with ${added.map((each) => `\`--security-opt ${each}\``).join(' ')}`;
  },
);

function placeOf(index: string | number | undefined, asked: number): Path {
  if (index === undefined) return AT;
  return Number(index) < asked ? [...AT, Number(index)] : APPARMOR;
}

/**
 * With `=`, where older clients wrote a colon. The client sends a seccomp profile as its whole text: it stands as `seccomp=(profile)`,
 * unless it allows every call, which is `seccomp=unconfined` by another name.
 */
export function securityOption(text: string): string {
  const option = /^[a-z-]+:/.test(text) ? text.replace(':', '=') : text;
  return option.startsWith('seccomp={') ? `seccomp=${confines(option.slice('seccomp='.length)) ? '(profile)' : 'unconfined'}` : option;
}

/** A profile that allows what it does not name confines only by what it names otherwise. */
function confines(json: string): boolean {
  let profile: unknown;
  try {
    profile = JSON.parse(json);
  } catch {
    return true; // the engine would have refused it
  }
  if (!isObject(profile) || !ALLOWING.has(String(profile.defaultAction))) return true;
  return listOf(profile.syscalls).some(
    ({ action, names, name }) => !ALLOWING.has(String(action)) && (names?.length > 0 || name !== undefined),
  );
}

/** Actions after which the call is made. */
const ALLOWING: ReadonlySet<string> = new Set(['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG']);
