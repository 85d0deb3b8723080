import { type ControlId, controlById, isControlId, unknownControl } from '../../controls/catalogue';
import { SEVERITIES } from '../../controls/control';
import { isObject, type Json, type Path } from '../../controls/requirement';
import { LATEST_MINOR } from '../../engine/plan';
import type { ControlSettings, Level } from '../profile';
import { parameterProblem } from './parameter-type';
import type { Problems } from './problems';

const LEVELS = ['off', 'warn', 'fail'] as const;

/** Reads `controls`: a level by control id, or a level with severity and parameters. */
export function readSettings(value: unknown, problems: Problems): ControlSettings {
  const settings: Record<string, unknown> = {};
  if (value === undefined || value === null) return settings;
  if (!isObject(value)) {
    problems.add(['controls'], '"controls" must be an object: a level for each control, such as `host-network: warn`');
    return settings;
  }
  for (const [id, setting] of Object.entries(value)) {
    const at: Path = ['controls', id];
    if (!isControlId(id)) problems.add(at, unknownControl(id).message);
    else settings[id] = isObject(setting) ? readSetting(id, setting, at, problems) : readLevel(setting, at, problems);
  }
  return settings;
}

/** YAML takes `off` without quotes for `false`. */
function readLevel(value: unknown, at: Path, problems: Problems): (typeof LEVELS)[number] | undefined {
  return problems.word(value === false ? 'off' : value, LEVELS, at);
}

function readSetting(id: ControlId, setting: Json, at: Path, problems: Problems): unknown {
  const { level: levelValue, severity: severityValue, ...given } = setting as Readonly<Record<string, unknown>>;
  const level = levelValue === undefined ? undefined : readLevel(levelValue, [...at, 'level'], problems);
  const severity = severityValue === undefined ? undefined : problems.word(severityValue, SEVERITIES, [...at, 'severity']);
  if (level === 'off') return 'off';
  const { parameters } = controlById(id);
  problems.unknownKeys(given, at, Object.keys(parameters), ` among the parameters of ${id}`);
  let right = true;
  for (const [name, standard] of Object.entries(parameters)) {
    const problem = given[name] === undefined ? undefined : parameterProblem(given[name], standard);
    if (problem === undefined) continue;
    right = false;
    problems.add([...at, name, ...problem.path], `"${[name, ...problem.path].join('.')}" of ${id} ${problem.message}`);
  }
  if (right) tryParameters(id, given, at, problems);
  return { ...(level !== undefined && { level: level satisfies Level }), ...(severity !== undefined && { severity }), ...given };
}

/** A value of the right type may still be no quantity or version: the control itself says so. */
function tryParameters(id: ControlId, parameters: object, at: Path, problems: Problems): void {
  try {
    const control = controlById(id);
    control.requireWith(parameters).at(LATEST_MINOR);
    control.preferWith(parameters)?.at(LATEST_MINOR);
  } catch (error) {
    problems.add(at, `${id} cannot be asked with these parameters: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads a list of control ids. */
export function readIds(value: unknown, key: string, problems: Problems): readonly ControlId[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.add([key], `"${key}" must be a list of controls`);
    return [];
  }
  return value.flatMap((id: unknown, index) => {
    if (typeof id === 'string' && isControlId(id)) return [id];
    problems.add([key, index], typeof id === 'string' ? unknownControl(id).message : `${JSON.stringify(id)} is no control; write its id`);
    return [];
  });
}
