import { basename } from 'node:path';
import type { DockerClient } from '../../controls/docker/objects';
import { isObject, type Json } from '../../controls/requirement';
import type { SourceObjects } from '../source-object';
import { locate, type SourceDocument } from '../yaml';

/** Whether a document is the config.json of the command line `docker`, or a copy of it (`.dockerconfigjson`). */
export function isClientConfig(value: unknown, fileName: string): boolean {
  if (!isObject(value) || 'apiVersion' in value || 'kind' in value) return false;
  const { auths, credsStore, credHelpers, currentContext } = value;
  const logins = isObject(auths) || (typeof credsStore === 'string' && credsStore !== '') || isObject(credHelpers);
  return logins || (/^\.?(?:docker)?config\.?json$/.test(basename(fileName)) && typeof currentContext === 'string');
}

/** Reads the config.json of a client. Of its credentials only that they are there is kept. */
export function readClientConfig(document: SourceDocument, value: Json): SourceObjects {
  const { file } = document;
  const placeOf = (path: readonly (string | number)[]) => ({ file, ...locate(document, path) });
  const client: DockerClient = {
    apiVersion: 'docker/v1',
    kind: 'Client',
    metadata: { name: basename(file) },
    config: clientConfigOf(value),
  };
  const errors = ['auths', 'credHelpers', 'proxies'].flatMap((key) =>
    value[key] === undefined || value[key] === null || isObject(value[key])
      ? []
      : [{ ...placeOf([key]), message: `${key} must be an object: the client refuses the file` }],
  );
  return {
    objects: [{ object: { ...client }, written: { pathOf: ([, ...rest]) => rest, changes: () => [] }, file, placeOf }],
    errors,
  };
}

/** What of a config.json decides, without any credential. */
export function clientConfigOf(value: Json): NonNullable<DockerClient['config']> {
  const { credsStore, credHelpers, auths, proxies } = value;
  return {
    ...(typeof credsStore === 'string' && { credsStore }),
    ...(isObject(credHelpers) && { credHelpers }),
    ...(isObject(auths) && { auths: mapped(auths, (entry) => ({ plain: CREDENTIALS.some((key) => isFilled(entry[key])) })) }),
    ...(isObject(proxies) && {
      proxies: mapped(proxies, (entry) => ({ password: Object.values(entry).some((each) => PASSWORD.test(String(each))) })),
    }),
  };
}

const CREDENTIALS = ['auth', 'password', 'identitytoken', 'registrytoken'];
const PASSWORD = /\/\/[^/@]*:[^/@]+@/;

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function mapped<T>(object: Json, of: (entry: Json) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(object).map(([key, entry]) => [key, of(isObject(entry) ? entry : {})]));
}
