/** What a name says of its value. `connection` is a credential only where the value has one in it. */
export type NameMeaning = 'credential' | 'connection' | 'open';

/** Last words that mean a credential by themselves. Not `pwd` alone, which is the working directory, nor `tokens`, which are counted. */
const WORDS = new Set([
  ...[
    'password',
    'passwords',
    'passwd',
    'passphrase',
    'passcode',
    'pass',
    'secret',
    'secrets',
    'token',
    'bearer',
    'htpasswd',
    'dockerconfigjson',
  ],
  ...['credential', 'credentials', 'creds', 'apikey', 'apikeys', 'secretkey', 'privatekey', 'accesskey', 'requirepass'],
]);

/** Ends of single words: `PGPASSWORD`, `clientsecret`, `authtoken`. */
const ENDS = ['password', 'passwd', 'passphrase', 'secret', 'token', 'apikey', 'secretkey', 'privatekey'];

/** Words that are none by themselves: `SSHPASS`, not `BYPASS`; `DB_PWD`, not `PWD`. */
const LAST_TWO = new Map([
  [
    'key',
    words(
      'api secret private access account storage encryption encrypt signing sign master shared session auth authentication authorization jwt hmac deploy deployment app application cookie license licence subscription registration unseal recovery ssh tls ssl token webhook admin service function crypto cipher',
    ),
  ],
  ['keys', words('api secret private access account encryption signing')],
  ['tokens', words('api auth access bearer refresh bot')],
  ['pwd', words('db database root admin user mysql postgres redis sa smtp mail ldap ftp sql mssql login auth service')],
  ['pat', words('github gitlab azure ado devops git npm')],
  ['auth', words('basic redis rediscli neo4j proxy http registry docker git nexus')],
  ['cookie', words('erlang')],
  ['base', words('key')],
  ['pw', words('db database root admin user mysql postgres redis smtp mail ldap bind')],
]);

const SINGLE = new Set(words('sshpass smtppass dbpass userpass rootpass adminpass ftppass mailpass mysqlpass dbpwd'));

/** What may follow a credential's name without changing what it is: `PASSWORD_2`, `API_KEY_PROD`, `TOKEN_BASE64`. */
const TRAILING = new Set(
  words(
    'dev development prod production test testing staging stage qa uat local live sandbox primary secondary old new current previous next backup default value raw plain plaintext base64 b64 encoded',
  ),
);

/** Words before a key or token that make it one for everybody: `NEXT_PUBLIC_API_KEY`. */
const OPEN = new Set(words('public publishable pub csrf xsrf'));

/** Words before `secret` that make it the name of a Secret object: `REGISTRY_PASSWORD_SECRET=regcred`, `IMAGE_PULL_SECRET`. */
const OF_OBJECT = new Set(words('password passwords id pull existing tls cert certificate'));

const CONNECTIONS = new Set(['connection string', 'connection strings', 'conn string', 'conn str']);
const CONNECTION_WORDS = new Set(words('connectionstring connectionstrings connstring connstr'));

/**
 * Whether a name (of a variable, a key, an option) is one for a credential: `DB_PASSWORD`, `--token`, `spring.datasource.password`,
 * `AWS_SECRET_ACCESS_KEY`. The last words decide, so that what only speaks of one is none: `PASSWORD_FILE`, `TOKEN_URL`,
 * `SECRET_NAME`, `PASSWORD_POLICY`, `ACCESS_KEY_ID`, `PUBLIC_KEY`.
 */
export function isCredentialName(name: string): boolean {
  return nameMeaning(name) !== 'open';
}

/** What a name says of its value. */
export function nameMeaning(name: string): NameMeaning {
  const all = wordsOf(name);
  while (all.length > 1 && (TRAILING.has(all.at(-1) ?? '') || /^v?\d+$/.test(all.at(-1) ?? ''))) all.pop();
  const last = all.at(-1) ?? '';
  const before = all.at(-2) ?? '';
  if (CONNECTION_WORDS.has(last) || CONNECTIONS.has(`${before} ${last}`)) return 'connection';
  if (LAST_TWO.get(last)?.includes(before) === true) return OPEN.has(all.at(-3) ?? '') ? 'open' : 'credential';
  if (OPEN.has(before) || ((last === 'secret' || last === 'secrets') && OF_OBJECT.has(before))) return 'open';
  return WORDS.has(last) || SINGLE.has(last) || ENDS.some((end) => last.endsWith(end)) ? 'credential' : 'open';
}

/** `DB_PASSWORD`, `dbPassword`, `db.password` and `--db-password` are the same two words. Only the end of a long name is read. */
function wordsOf(name: string): string[] {
  return name
    .slice(-200)
    .replace(/[a-z](?=[A-Z])|[0-9](?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
