/** Names of files that hold credentials. */
const NAMES = new RegExp(
  `^(${[
    '\\.env(\\.(?!(example|sample|template|dist|defaults?)$)[\\w.-]+)?',
    'id_(rsa|dsa|ecdsa|ed25519)(_sk)?',
    '.+\\.(p12|pfx|ppk|kdbx)',
    ...['\\.npmrc', '\\.yarnrc\\.yml', '\\.netrc', '_netrc', '\\.pypirc', '\\.pgpass', '\\.git-credentials', '\\.htpasswd'],
    ...['\\.aws', '\\.ssh', '\\.kube', 'kubeconfig', '.+\\.kubeconfig', '\\.dockercfg'],
    // Keys of accounts of clouds, and what Terraform knows of them.
    ...['credentials\\.(json|ya?ml|ini|csv)', 'service[-_]?account([-_](key|credentials?))?\\.json', 'client[-_]secrets?.*\\.json'],
    '.+\\.tfstate(\\.backup)?',
  ].join('|')})$`,
  'i',
);
/** Files in folders of their own, whose names alone say nothing. */
const PATHS = /(^|\/)(\.aws|\.ssh|\.kube|\.docker\/config\.json|\.config\/gcloud)(\/|$)/i;

/** Files that may hold a key or what everybody may know: a certificate, the key of an authority, what signatures are checked by. */
const KEY_FILE = /\.(pem|key|jks|keystore)$/i;
const PRIVATE = /key|priv/i;
const PUBLIC_PEM = /(^|[^a-z])(ca|crt|pub|dh)([^a-z]|$)|cert|chain|bundle|public|root|dhparam|^ca|truststore/i;
const PUBLIC_KEY = /(^|[^a-z])(pub|gpg|pgp|apt|rpm)([^a-z]|$)|public|sign|release|archive|repo/i;

/** Whether a source of a COPY is known to hold a credential. `.npmrc` may hold none: nobody sees that here. */
export function holdsCredentials(source: string): boolean {
  const path = source.replace(/\/+$/, '');
  if (/\.pub$/i.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAMES.test(name) || PATHS.test(path) || isPrivateKey(name);
}

/** `server.key`, `tls.pem`, `ca-key.pem`; not `ca.pem`, `fullchain.pem`, `public.key`, `apt-signing.key`. */
function isPrivateKey(name: string): boolean {
  const [ending] = KEY_FILE.exec(name) ?? [];
  if (ending === undefined) return false;
  const stem = name.slice(0, -ending.length);
  if (/^\.key$/i.test(ending)) return !PUBLIC_KEY.test(stem);
  return (PRIVATE.test(stem) && !/pub/i.test(stem)) || !PUBLIC_PEM.test(stem);
}
