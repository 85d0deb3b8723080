/** A variable that switches a protection off, with the values that do. */
export interface InsecureVariable {
  /** In capitals, as it is compared. */
  readonly name: string;
  readonly values: RegExp;
  /** What it switches off: the check of certificates, or something of one program. */
  readonly about: 'certificates' | 'program';
  /** Completes "With it, …". */
  readonly opens: string;
  readonly instead: string;
  /** Where the program's maker says so. */
  readonly source: string;
}

const ON = /^(?:1|true|yes|on)$/i;
const OFF = /^(?:0|false|no|off)$/i;
/** Whatever is written counts, `no` included. */
const ANY = /./;

const CERTIFICATES = {
  about: 'certificates',
  opens: 'certificates are not checked, and whoever sits in between answers in the place of a server',
  instead:
    'leave it out; where a private authority signs, give the program its certificate as a file (`NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`, `PIP_CERT`)',
} as const;

const PASSWORD = 'leave it out, and give the image a password as a file (`…_PASSWORD_FILE`, a secret below /run/secrets)';

/** The one list of them: of images by their pages on Docker Hub or their makers' documentation. */
export const INSECURE_VARIABLES: readonly InsecureVariable[] = [
  { ...CERTIFICATES, name: 'PYTHONHTTPSVERIFY', values: /^0$/, source: 'https://peps.python.org/pep-0493/' },
  { ...CERTIFICATES, name: 'NODE_TLS_REJECT_UNAUTHORIZED', values: /^0$/, source: 'https://nodejs.org/api/cli.html' },
  { ...CERTIFICATES, name: 'GIT_SSL_NO_VERIFY', values: /^(?!(?:0|false|no|off)?$).*$/i, source: 'https://git-scm.com/docs/git-config' },
  { ...CERTIFICATES, name: 'PIP_TRUSTED_HOST', values: ANY, source: 'https://pip.pypa.io/en/stable/cli/pip/' },
  { ...CERTIFICATES, name: 'NPM_CONFIG_STRICT_SSL', values: OFF, source: 'https://docs.npmjs.com/cli/using-npm/config' },
  { ...CERTIFICATES, name: 'YARN_STRICT_SSL', values: OFF, source: 'https://classic.yarnpkg.com/en/docs/cli/config' },
  { ...CERTIFICATES, name: 'CONDA_SSL_VERIFY', values: OFF, source: 'https://docs.conda.io/projects/conda/' },
  { ...CERTIFICATES, name: 'HTTPLIB_DISABLE_SSL_VERIFY', values: ON, source: 'https://github.com/httplib2/httplib2' },
  { ...CERTIFICATES, name: 'VAULT_SKIP_VERIFY', values: ON, source: 'https://developer.hashicorp.com/vault/docs/commands' },
  {
    name: 'POSTGRES_HOST_AUTH_METHOD',
    values: /^trust$/i,
    about: 'program',
    opens: 'everybody who reaches the database is any of its users, without a password',
    instead: PASSWORD,
    source: 'https://hub.docker.com/_/postgres',
  },
  ...[
    ['MYSQL_ALLOW_EMPTY_PASSWORD', ANY, 'https://hub.docker.com/_/mysql'],
    ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', ANY, 'https://hub.docker.com/_/mariadb'],
    ['ALLOW_EMPTY_PASSWORD', ON, 'https://github.com/bitnami/containers'],
  ].map(
    ([name, values, source]): InsecureVariable => ({
      name: name as string,
      values: values as RegExp,
      about: 'program',
      opens: 'the administrator of the database has no password',
      instead: PASSWORD,
      source: source as string,
    }),
  ),
  {
    name: 'ALLOW_ANONYMOUS_LOGIN',
    values: ON,
    about: 'program',
    opens: 'everybody who reaches it may do anything',
    instead: 'leave it out, and set users with passwords',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/zookeeper',
  },
  {
    name: 'NEO4J_AUTH',
    values: /^none$/i,
    about: 'program',
    opens: 'nobody is asked who they are',
    instead: 'give it `NEO4J_AUTH_FILE` with a secret below /run/secrets',
    source: 'https://neo4j.com/docs/operations-manual/current/docker/',
  },
  {
    name: 'XPACK.SECURITY.ENABLED',
    values: OFF,
    about: 'program',
    opens: 'Elasticsearch asks nobody who they are and speaks without TLS',
    instead: 'leave it out: it is on by default, and `ELASTIC_PASSWORD_FILE` gives the password',
    source: 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/security-settings',
  },
  {
    name: 'DISABLE_SECURITY_PLUGIN',
    values: ON,
    about: 'program',
    opens: 'OpenSearch asks nobody who they are and speaks without TLS',
    instead: 'leave it out, and configure the security plugin',
    source: 'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
  },
  {
    name: 'CLICKHOUSE_SKIP_USER_SETUP',
    values: ON,
    about: 'program',
    opens: 'the default user has no password and may come from anywhere',
    instead: 'leave it out, and set `CLICKHOUSE_PASSWORD_FILE`',
    source: 'https://hub.docker.com/_/clickhouse',
  },
  {
    name: 'ME_CONFIG_BASICAUTH',
    values: OFF,
    about: 'program',
    opens: 'everybody who reaches it reads and writes the database',
    instead: 'leave it out, and set a user and a password as files',
    source: 'https://hub.docker.com/_/mongo-express',
  },
  {
    name: 'TRAEFIK_API_INSECURE',
    values: ON,
    about: 'program',
    opens: 'the interface of the proxy is open to everybody on its port 8080',
    instead: 'leave it out, and route to `api@internal` behind authentication',
    source: 'https://doc.traefik.io/traefik/operations/api/',
  },
  {
    name: 'GF_AUTH_ANONYMOUS_ORG_ROLE',
    values: /^(?:admin|editor)$/i,
    about: 'program',
    opens: 'whoever is not logged in may change dashboards and data sources',
    instead: 'write `Viewer`, or leave anonymous access out',
    source: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/anonymous-auth/',
  },
  {
    name: 'DOCKER_TLS_CERTDIR',
    values: /^$/,
    about: 'program',
    opens: 'an engine in a container listens without TLS, and whoever reaches it is its root',
    instead: 'leave it out: the image then makes certificates, which its clients share by a volume',
    source: 'https://hub.docker.com/_/docker',
  },
  {
    name: 'DOCKER_HOST',
    values: /^(?:tcp|http):\/\/(?!.*:2376\/?$)/i,
    about: 'program',
    opens: 'it asks an engine without TLS: whoever else reaches that address may do the same, mostly as root of the host',
    instead:
      'use port 2376 with `DOCKER_TLS_VERIFY` and certificates; a proxy that lets few questions through, on a network of these two alone, is waived with that reason',
    source: 'https://docs.docker.com/engine/security/protect-access/',
  },
];

const BY_NAME: ReadonlyMap<string, InsecureVariable> = new Map(INSECURE_VARIABLES.map((each) => [each.name, each]));

/** The entry of a variable whose value switches something off; the case of its name does not count. */
export function insecureVariable(name: string, value: string): InsecureVariable | undefined {
  const found = BY_NAME.get(name.toUpperCase());
  return found?.values.test(value) === true ? found : undefined;
}

/** Whether values of the variable are asked about at all. */
export function isInsecureName(name: string): boolean {
  return BY_NAME.has(name.toUpperCase());
}
