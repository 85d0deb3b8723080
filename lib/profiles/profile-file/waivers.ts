import { isControlId, unknownControl } from '../../controls/catalogue';
import { isObject, type Json, type Path } from '../../controls/requirement';
import type { ExternalWaiver } from '../../engine/audit';
import { isDay } from '../../engine/waiver';
import type { Problems } from './problems';

const KEYS = ['control', 'container', 'reason', 'expires', 'ticket', 'match'] as const;
const MATCH_KEYS = ['kind', 'namespace', 'name'] as const;

/** Reads `waivers`: each with a control, a reason, its last day, and the objects that it is for. */
export function readWaivers(value: unknown, problems: Problems): readonly ExternalWaiver[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.add(['waivers'], '"waivers" must be a list');
    return [];
  }
  return value.flatMap((each: unknown, index) => {
    const at: Path = ['waivers', index];
    if (isObject(each)) return readWaiver(each, at, problems) ?? [];
    problems.add(at, 'a waiver is an object with control, reason, expires and match');
    return [];
  });
}

function readWaiver(body: Json, at: Path, problems: Problems): ExternalWaiver | undefined {
  problems.unknownKeys(body, at, KEYS, ' in a waiver');
  const required = (key: string, like: string): string | undefined => {
    const text = problems.text(body, key, at);
    if (text === undefined && (body[key] === undefined || body[key] === null)) problems.add(at, `the waiver needs "${key}"${like}`);
    return text;
  };
  const control = required('control', ': which control it lifts');
  const reason = required('reason', ': why the risk is taken');
  const expires = required('expires', ', its last day: YYYY-MM-DD');
  const container = problems.text(body, 'container', at);
  const ticket = problems.text(body, 'ticket', at);
  const match = readMatch(body.match, at, problems);
  if (control !== undefined && !isControlId(control)) problems.add([...at, 'control'], unknownControl(control).message);
  if (reason !== undefined && reason.trim() === '') problems.add([...at, 'reason'], 'the waiver needs a reason in words');
  if (expires !== undefined && !isDay(expires)) problems.add([...at, 'expires'], `"${expires}" is no day; write YYYY-MM-DD`);
  if (control === undefined || reason === undefined || expires === undefined || match === undefined) return undefined;
  return { control, reason, expires, match, ...(container !== undefined && { container }), ...(ticket !== undefined && { ticket }) };
}

function readMatch(match: unknown, at: Path, problems: Problems): ExternalWaiver['match'] | undefined {
  if (!isObject(match) || Object.keys(match).length === 0) {
    // For everything, a control is turned off, and the profile says so where it lists the controls.
    problems.add([...at, 'match'], 'the waiver needs "match" with kind, namespace or name: the objects that it is for');
    return undefined;
  }
  problems.unknownKeys(match, [...at, 'match'], MATCH_KEYS, ' in "match"');
  const where: Path = [...at, 'match'];
  const [kind, namespace, name] = MATCH_KEYS.map((key) => problems.text(match, key, where));
  return { ...(kind !== undefined && { kind }), ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
}
