import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { Daemon } from '../controls/docker/objects';
import { isDaemonSetting } from '../controls/docker-daemon/settings';
import { isObject, type Json } from '../controls/requirement';
import { settingsAsWritten } from './daemon-json/as-written';
import { labelsOf } from './daemon-json/labels';
import { nearestSetting, settingErrors } from './daemon-json/setting-errors';
import type { SourceObjects } from './source-object';
import type { SourceDocument } from './yaml';
import { locate } from './yaml';
import { notJson } from './yaml/not-json';
import { placeIn } from './yaml/read-document';
import type { ReadError } from './yaml/read-error';

export { isClientConfig, readClientConfig } from './daemon-json/client-config';

/** Keys that something else may have too: they alone make no daemon.json. */
const COMMON: ReadonlySet<string> = new Set([
  'bridge',
  'builder',
  'containerd',
  'debug',
  'dns',
  'experimental',
  'features',
  'group',
  'hosts',
  'http-proxy',
  'https-proxy',
  'init',
  'ip',
  'ipv6',
  'labels',
  'log-format',
  'log-level',
  'mtu',
  'no-proxy',
  'pidfile',
  'proxies',
  'rootless',
  'runtimes',
  'tls',
]);

/**
 * Whether a document is the configuration of a Docker engine, by what it holds: half of its keys, or more, are settings of
 * the engine, one of them a setting of nothing else. A file that is called daemon.json needs no such setting, and where it
 * was `asked` for by its name, no setting at all.
 */
export function isDaemonConfig(value: unknown, fileName: string, asked = false): boolean {
  if (!isObject(value) || 'apiVersion' in value || 'kind' in value || 'services' in value) return false;
  const keys = Object.keys(value);
  const known = keys.filter(isDaemonSetting);
  if (basename(fileName) === 'daemon.json') return asked || known.length > 0 || keys.length === 0 || isSlip(keys);
  return known.length * 2 >= keys.length && known.some((key) => !COMMON.has(key));
}

/** One key alone, and nearly that of a setting: what somebody who begins has written. */
function isSlip(keys: readonly string[]): boolean {
  const [key = ''] = keys;
  return keys.length === 1 && distance(key, nearestSetting(key) ?? '') * 3 <= key.length;
}

/**
 * Reads a daemon.json.
 *
 * That it is no JSON, though YAML, a key that no engine knows and a value of another type are errors: the engine does not start with them, or passes them over.
 * What can be judged beside them is judged.
 */
export function readDaemonConfig(document: SourceDocument, value: Json): SourceObjects {
  const { file } = document;
  const placeOf = (path: readonly (string | number)[]) => ({ file, ...locate(document, path) });
  const config = Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined));
  const annotations = labelsOf(config.labels);
  const missing = missingFiles(file, config['seccomp-profile']);
  const daemon: Daemon = {
    apiVersion: 'docker/v1',
    kind: 'Daemon',
    metadata: { name: basename(file) === '-' ? 'daemon.json' : basename(file), ...(annotations && { annotations }) },
    declaredBy: 'file',
    ...(config.rootless === true && { rootless: true }),
    // Settings of a node that is to join a Swarm: it does not start with what a Swarm refuses.
    ...(Object.keys(config).some((key) => key.startsWith('swarm-')) && { swarm: true }),
    ...(missing.length > 0 && { missingFiles: missing }),
    config,
  };
  return {
    objects: [
      {
        object: { ...daemon },
        written: settingsAsWritten(value),
        file,
        placeOf,
        yamlEdit: (fix) => ({ file, edit: { document: document.index, path: [], fixes: [fix] } }),
      },
    ],
    errors: [...syntaxErrors(document), ...settingErrors(value).map(({ path, message }) => ({ ...placeOf(path), message }))],
  };
}

/** The engine reads JSON alone; a stream has no name that could say so. */
function syntaxErrors(document: SourceDocument): readonly ReadError[] {
  const { file, text } = document;
  const problem = /\.json$/i.test(file) ? notJson(text) : undefined;
  if (problem === undefined) return [];
  return [{ file, ...placeIn(document, problem.at), message: `${problem.message}: the engine does not start with it` }];
}

/** The profile may be shipped beside the daemon.json that names it. */
function missingFiles(file: string, profile: unknown): readonly string[] {
  if (typeof profile !== 'string' || !profile.includes('/')) return [];
  return existsSync(profile) || existsSync(join(dirname(file), basename(profile))) ? [] : [profile];
}
