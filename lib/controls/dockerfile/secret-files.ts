/** Names of files that hold credentials. */
const NAMES =
  /^(\.env(\.(?!(example|sample|template|dist|defaults?)$)[\w.-]+)?|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|.+\.(pem|p12|pfx|ppk)|\.npmrc|\.yarnrc\.yml|\.netrc|_netrc|\.pypirc|\.pgpass|\.git-credentials|\.aws|\.ssh|\.kube|kubeconfig|.+\.kubeconfig|\.dockercfg|\.htpasswd)$/i;
/** Files in folders of their own, whose names alone say nothing. */
const PATHS = /(^|\/)(\.aws|\.ssh|\.kube|\.docker\/config\.json|\.config\/gcloud)(\/|$)/i;

/** Whether a source of a COPY is known to hold a credential. `.npmrc` may hold none: nobody sees that here. */
export function holdsCredentials(source: string): boolean {
  const path = source.replace(/\/+$/, '');
  if (/\.pub$/i.test(path)) return false;
  return NAMES.test(path.slice(path.lastIndexOf('/') + 1)) || PATHS.test(path);
}
