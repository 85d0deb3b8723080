/** How the command line keeps logins and takes images. */
export interface ClientSettings {
  /**
   * The program that keeps logins, without `docker-credential-`: `pass`, `secretservice`, `osxkeychain`, `wincred`, `ecr-login`,
   * `gcloud`. Without one they lie in config.json, readable to every program of the user.
   *
   * @default 'pass'
   */
  readonly credentialStore?: string;
  /** Programs for registries that have one of their own: `{ 'registry.example': 'ecr-login' }`. Default: none. */
  readonly credentialHelpers?: Readonly<Record<string, string>>;
  /**
   * Refuses images by tag that are not signed by Notary v1. Docker is retiring it, and its own images are no longer signed, so that
   * with it they are refused as well; verify signatures of cosign or notation before a digest is written instead.
   *
   * @default false
   */
  readonly contentTrust?: boolean;
}

/** The text of `~/.docker/config.json`; it holds no login, and must not. */
export function clientConfig({ credentialStore = 'pass', credentialHelpers }: ClientSettings = {}): string {
  const config = { credsStore: credentialStore, ...(credentialHelpers !== undefined && { credHelpers: credentialHelpers }) };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** A file of `/etc/profile.d/` that sets the environment of the command line; undefined where there is nothing to set. */
export function clientEnvironment({ contentTrust = false }: ClientSettings = {}): string | undefined {
  return contentTrust ? 'export DOCKER_CONTENT_TRUST=1\n' : undefined;
}
