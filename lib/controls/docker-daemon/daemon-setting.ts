import { DOCKER } from '../docker/objects';
import { docker, type Emit, isObject, type Json, type Requirement, UNSEEN, type ValueTest } from '../requirement';
import { compileWalk } from '../requirement/walk';
import type { DaemonSetting } from './settings';

/**
 * A setting of the engine. Where a running engine does not tell it, the verdict is unknown and says why: never a pass.
 */
export function daemonSetting(key: DaemonSetting, test: ValueTest<unknown>): Requirement {
  const walk = compileWalk(`config.${key}`, test);
  return daemonRule({
    settings: [key],
    prose: `\`${key}\` of the engine must be ${test.prose}`,
    evaluate: (daemon, emit) => {
      if (!walk.holds(daemon)) walk.find(daemon, [], emit);
      return true;
    },
  });
}

/** A rule over settings of the engine, written as a function. */
export interface DaemonRule {
  /** What it reads; a setting that cannot be seen makes the verdict unknown, and the rule is not asked. */
  readonly settings: readonly DaemonSetting[];
  /** Completes the sentence of the documentation. */
  readonly prose: string;
  /** Emits what does not pass; answers false where the question does not arise. */
  readonly evaluate: (daemon: Json, emit: Emit) => boolean;
}

/** A rule over settings of the engine. */
export function daemonRule({ settings, prose, evaluate }: DaemonRule): Requirement {
  return docker({
    kinds: [DOCKER.daemon],
    prose,
    evaluate: (daemon, emit) => {
      const hidden = settings.filter((key) => emitUnseen(daemon, key, prose, emit));
      return hidden.length > 0 || evaluate(daemon, emit);
    },
  });
}

/** Says that a setting cannot be seen, and answers whether that is so. */
function emitUnseen(daemon: Json, key: DaemonSetting, expected: string, emit: Emit): boolean {
  const reason: unknown = isObject(daemon.unseen) ? daemon.unseen[key] : undefined;
  if (typeof reason !== 'string') return false;
  emit({ verdict: 'unknown', path: ['config', key], actual: UNSEEN, expected, fix: { op: 'manual', instructions: reason } });
  return true;
}

/** The settings of a daemon; none where what was read is no object. */
export function settingsOf(daemon: Json): Json {
  return isObject(daemon.config) ? daemon.config : {};
}

/** A daemon.json of an example. */
export function exampleDaemon(config: Json, more: Json = {}): { readonly object: Json } {
  return { object: { apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, declaredBy: 'file', config, ...more } };
}
