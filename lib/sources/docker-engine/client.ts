import { join } from 'node:path';
import type { DockerClient } from '../../controls/docker/objects';
import type { Path } from '../../controls/requirement';
import { clientConfigOf } from '../daemon-json/client-config';
import type { SourceObject } from '../source-object';
import type { EngineAddress } from './address';
import { readJson } from './context';
import { configFolder, type Environment } from './environment';

const VARIABLES: Readonly<Record<string, string>> = {
  contentTrust: 'DOCKER_CONTENT_TRUST',
  host: 'DOCKER_HOST',
  tlsVerify: 'DOCKER_TLS_VERIFY',
};

/** The client that an audit runs beside: its environment and its config.json. */
export function clientOf(address: EngineAddress, env: Environment): SourceObject {
  const path = join(configFolder(env), 'config.json');
  const config = readJson(path);
  const { DOCKER_CONTENT_TRUST: contentTrust } = env;
  const client: DockerClient = {
    apiVersion: 'docker/v1',
    kind: 'Client',
    metadata: { name: 'docker' },
    environment: {
      ...(contentTrust !== undefined && { contentTrust }),
      ...(address.tcp !== undefined && { host: address.host }),
      // What the connection is, whoever asked for it.
      ...(address.certificates !== undefined && { tlsVerify: '1' }),
    },
    ...(config !== undefined && { config: clientConfigOf(config) }),
  };
  return {
    object: { ...client },
    written: {
      pathOf: ([field, key, ...rest]): Path =>
        field === 'environment' ? [VARIABLES[String(key)] ?? String(key)] : key === undefined ? [] : [key, ...rest],
      changes: () => [],
    },
    file: address.host,
    placeOf: ([first]) => ({ file: first === 'auths' || first === 'proxies' ? path : address.host, line: 1, column: 1 }),
  };
}
