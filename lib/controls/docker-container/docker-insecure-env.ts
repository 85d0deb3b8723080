// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { control } from '../control';
import { insecureVariable, isInsecureName } from '../docker/insecure-variables';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, UNKNOWN, unknown } from '../requirement';
import { scalarText } from './container-lists';

const EXPECTED = 'a value that leaves the protection on, or absent';

/** Values that are told: switches. Any other may be of somebody. */
const SWITCH = /^(?:|0|1|true|false|yes|no|on|off|none|trust|admin|editor)$/i;

export const dockerInsecureEnv = control({
  id: 'docker-insecure-env',
  family: 'docker-container',
  title: 'Switch no protection off by a variable',
  severity: 'high',
  why: 'One variable from a tutorial takes the password from a database, or the check of certificates from every connection.',
  references: { docker: 'https://hub.docker.com/_/postgres' },
  counterparts: {},
  notes:
    'Asked are variables of a list (`lib/controls/docker/insecure-variables.ts`, each with its source): the empty passwords of postgres, MySQL, MariaDB and others, security that is switched off in Elasticsearch, OpenSearch, Neo4j, ClickHouse, Traefik and Grafana, an engine that is asked without TLS, and certificates that are not checked. A value that comes from outside is not known.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate({ env }, emit) {
      if (!isObject(env)) return true;
      for (const [name, value] of Object.entries(env) as [string, unknown][]) {
        if (value === null || !isInsecureName(name)) continue;
        const path = ['env', name];
        const text = scalarText(value);
        const found = insecureVariable(name, text);
        if (value === UNKNOWN || /\$\{?[A-Za-z_]/.test(text)) emit(unknown(path, EXPECTED));
        else if (found !== undefined)
          emit(
            failing(
              path,
              `${name}=${SWITCH.test(text) ? text : '(not shown)'}`,
              EXPECTED,
              `With it, ${found.opens}: ${found.instead} (${found.source}).`,
            ),
          );
      }
      return true;
    },
    prose: `in every container each value of \`env\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'nothing is said', docker: {} },
      { because: 'passwords are asked for', docker: { env: { POSTGRES_HOST_AUTH_METHOD: 'scram-sha-256' } } },
      { because: 'an engine with TLS', docker: { env: { DOCKER_HOST: 'tcp://docker:2376', DOCKER_TLS_CERTDIR: '/certs' } } },
      { because: 'certificates are checked', docker: { env: { NODE_TLS_REJECT_UNAUTHORIZED: '1' } } },
    ],
    fail: [
      { because: 'a database without passwords', docker: { env: { POSTGRES_HOST_AUTH_METHOD: 'trust' } } },
      { because: 'any value counts', docker: { env: { MYSQL_ALLOW_EMPTY_PASSWORD: 'no' } } },
      { because: 'a search engine that asks nobody', docker: { env: { 'xpack.security.enabled': 'false' } } },
      { because: 'certificates are not checked', docker: { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } } },
      { because: 'an engine without TLS', docker: { env: { DOCKER_HOST: 'tcp://host:2375' } } },
      { because: 'the engine in the image listens without TLS', docker: { env: { DOCKER_TLS_CERTDIR: '' } } },
    ],
  },
});
