import type { CredentialFormat } from './format';

/** How the first line of a private key begins in base64: `LS0tLS1CRUdJTiBSU0Eg…`. What follows is left out, since it may begin within one of its characters. */
const ENCODED_KEYS = ['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED ', 'PGP '].map((kind) => {
  const line = Buffer.from(`-----BEGIN ${kind}PRIVATE KEY`);
  return line.subarray(0, line.length - (line.length % 3)).toString('base64');
});

/** Notations that carry a credential, whoever made it: keys, hashes, headers and addresses. A `\0` stands for a reference. */
export const NOTATION_FORMATS: readonly CredentialFormat[] = [
  {
    name: 'a private key',
    holds: 'PRIVATE KEY',
    pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
    source: 'https://www.rfc-editor.org/rfc/rfc7468 (sections 10 and 11)',
  },
  {
    name: 'a private key',
    holds: 'LS0tLS1CRUdJTi',
    pattern: new RegExp(ENCODED_KEYS.map((each) => each.replace(/[+/]/g, '[$&]')).join('|')),
    source: 'https://kubernetes.io/docs/concepts/configuration/secret/ (data holds base64, and so does client-key-data of a kubeconfig)',
  },
  {
    name: 'a login of a kubeconfig',
    holds: 'client-key-data',
    pattern: /client-key-data["']?\s{0,4}:\s{0,4}["']?([A-Za-z0-9+/]{40,}={0,2})/,
    source: 'https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo',
  },
  {
    name: 'a login of a kubeconfig',
    holds: 'token',
    pattern: /\buser["']?\s{0,4}:\s{0,4}\{?\s{0,40}["']?token["']?\s{0,4}:\s{0,4}["']?([^\s"'\0{}<>,]{16,4000})/,
    source: 'https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo',
  },
  {
    name: 'a login of a .netrc file',
    holds: 'machine',
    pattern: /\bmachine\s{1,20}\S{1,253}\s{1,20}login\s{1,20}\S{1,200}\s{1,20}password\s{1,20}([^\s"'\0]{1,1000})/,
    source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
  },
  {
    name: 'a private key',
    holds: 'PuTTY-User-Key-File-',
    pattern: /PuTTY-User-Key-File-\d/,
    source: 'https://the.earth.li/~sgtatham/putty/0.83/htmldoc/AppendixC.html',
  },
  {
    name: 'an age identity',
    holds: 'AGE-SECRET-KEY-',
    pattern: /AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{58}/,
    source: 'https://age-encryption.org/v1',
  },
  {
    name: 'a JSON Web Token',
    holds: 'eyJ',
    pattern: /(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
    source: 'https://www.rfc-editor.org/rfc/rfc7519 (section 3)',
  },
  {
    name: 'an address with a password in it',
    holds: '://',
    pattern: /:\/\/[^\s/?#:@]{0,255}:([^\s/?#@\0]{1,1000})@/,
    source: 'https://www.rfc-editor.org/rfc/rfc3986 (section 3.2.1)',
  },
  {
    name: 'an address with a credential in its query',
    holds: '=',
    pattern:
      /[?&](?:password|passwd|pwd|token|secret|api[_-]?key|(?:access|auth)[_-]?token|client[_-]?secret)=([^\s&#"'\0]{1,1000})(?:$|[\s&#"'])/i,
    source: 'https://www.rfc-editor.org/rfc/rfc6750 (section 5.3: no bearer tokens in page addresses)',
  },
  {
    name: 'a connection string with a password',
    holds: ';',
    pattern: /(?:^|[;"'\s])(?:password|pwd) ?= ?([^;\s"'\0]{1,250});/i,
    source: 'https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax',
  },
  {
    name: 'a connection string with a password',
    holds: ';',
    pattern: /; ?(?:password|pwd) ?= ?([^;\s"'\0]{1,250})(?:$|["'\s])/i,
    source: 'https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax',
  },
  {
    name: 'a connection string with a password',
    holds: 'password=',
    pattern: /\b(?:host|hostaddr|dbname|user)=[^\s\0]{1,250} (?:[a-z_]{2,30}=[^\s]{1,250} ){0,8}password=([^\s"'\0]{1,250})(?:$|[\s"'])/,
    source: 'https://www.postgresql.org/docs/current/libpq-connect.html',
  },
  {
    name: 'a header that authenticates',
    holds: 'uthorization',
    pattern: /\b[Aa]uthorization["']? {0,4}[:=] {0,4}["']?(?:Basic|Bearer|Token) {1,4}([A-Za-z0-9+/_.~=-]{8,})/,
    source: 'https://www.rfc-editor.org/rfc/rfc9110 (section 11.6.2)',
  },
  {
    name: 'a login of a registry',
    holds: '"auth',
    // In a file of another notation its quotes are escaped.
    pattern: /"auth\\?"\s{0,20}:\s{0,20}\\?"([A-Za-z0-9+/]{4,}={0,2})\\?"/,
    source: 'https://docs.docker.com/reference/cli/docker/login/',
  },
  {
    name: 'a login of a registry',
    holds: '"identitytoken"',
    pattern: /"identitytoken"\s{0,20}:\s{0,20}"([^"\0]{8,4000})"/,
    source: 'https://docs.docker.com/reference/cli/docker/login/',
  },
  {
    name: 'a login of a registry',
    holds: ':_',
    pattern: /:_(?:authToken|auth|password) {0,4}= {0,4}"?([^\s"\0]{4,1000})/,
    source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc',
  },
  {
    name: 'a hash of a password',
    holds: '$2',
    dollars: true,
    pattern: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/,
    source: 'https://httpd.apache.org/docs/2.4/misc/password_encryptions.html',
  },
  {
    name: 'a hash of a password',
    holds: '$apr1$',
    dollars: true,
    pattern: /\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}/,
    source: 'https://httpd.apache.org/docs/2.4/misc/password_encryptions.html',
  },
  {
    name: 'a hash of a password',
    holds: '{SHA}',
    pattern: /\{SHA\}[A-Za-z0-9+/]{27}=/,
    source: 'https://httpd.apache.org/docs/2.4/misc/password_encryptions.html',
  },
  {
    name: 'a hash of a password',
    holds: '$',
    dollars: true,
    pattern: /\$(?:1|5|6|y|7|gy)\$[./A-Za-z0-9=$]{1,90}\$[./A-Za-z0-9]{22,86}/,
    source: 'https://manpages.debian.org/crypt.5',
  },
  {
    name: 'a hash of a password',
    holds: '$argon2',
    dollars: true,
    pattern: /\$argon2(?:id?|d)\$v=\d{1,3}\$m=[0-9a-z,=]{5,60}\$[A-Za-z0-9+/]{8,200}\$[A-Za-z0-9+/]{16,500}/,
    source: 'https://github.com/P-H-C/phc-string-format',
  },
];
