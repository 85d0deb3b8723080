import { isObject, type Json, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

const AT = ['HostConfig', 'SecurityOpt'];
const APPARMOR = ['AppArmorProfile'];

/**
 * Options as they were asked for, and what was taken away in other words: an AppArmor profile (as `--privileged` does), and the
 * protected paths of /proc and /sys. The client turns `systempaths=unconfined` into two empty lists (docker/cli,
 * cli/command/container/opts.go, parseSystemPaths); a privileged container has none of them anyway.
 */
export const SECURITY_OPTIONS: FieldCodec = toldField(
  'securityOpt',
  AT,
  (written) => {
    const asked = valueIn(written, AT);
    const options = (Array.isArray(asked) ? asked : []).map((each) => securityOption(String(each)));
    const taken = [...apparmorOf(written, options), ...systemPathsOf(written)];
    const value = [...options, ...taken.map(([option]) => option)];
    if (value.length === 0) return undefined;
    const placeOf = (index: number): Path => taken[index - options.length]?.[1] ?? [...AT, index];
    return { value, at: AT, below: ([index]) => (index === undefined ? AT : placeOf(Number(index))) };
  },
  (value, before) => {
    const had: readonly unknown[] = Array.isArray(before) ? before : [];
    const added = (Array.isArray(value) ? value : []).filter((each) => !had.includes(each));
    return added.length === 0
      ? undefined
      : `create the container again with ${added.map((each) => `\`--security-opt ${each}\``).join(' ')}`;
  },
);

type Taken = readonly (readonly [option: string, at: Path])[];

function apparmorOf(written: Json, options: readonly string[]): Taken {
  const isUnconfined = valueIn(written, APPARMOR) === 'unconfined' && !options.some((each) => each.startsWith('apparmor='));
  return isUnconfined ? [['apparmor=unconfined', APPARMOR]] : [];
}

/** An empty list is asked for; null, or none, is what the engine fills in by itself. */
function systemPathsOf(written: Json): Taken {
  if (valueIn(written, ['HostConfig', 'Privileged']) === true) return [];
  const at = [MASKED, READ_ONLY].find((path) => {
    const paths = valueIn(written, path);
    return Array.isArray(paths) && paths.length === 0;
  });
  return at === undefined ? [] : [['systempaths=unconfined', at]];
}

const MASKED = ['HostConfig', 'MaskedPaths'];
const READ_ONLY = ['HostConfig', 'ReadonlyPaths'];

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
