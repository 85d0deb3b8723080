/** What never belongs into a build, however wide the allowed folders are. */
const NEVER = [
  '**/.git',
  '**/.gitignore',
  '**/.env',
  '**/.env.*',
  '**/.npmrc',
  '**/.pypirc',
  '**/.netrc',
  '**/.aws',
  '**/.ssh',
  '**/.docker',
  '**/.kube',
  '**/*.pem',
  '**/*.key',
  '**/*.p12',
  '**/*.pfx',
  '**/*.jks',
  '**/id_rsa*',
  '**/id_ed25519*',
  '**/*.tfstate*',
  '**/node_modules',
  '**/__pycache__',
  '**/.DS_Store',
];

/**
 * A `.dockerignore` that denies all and names what the Dockerfile needs, so that a file nobody thought of (a key, a dump, `.env`)
 * reaches no layer. Credentials stay out of the allowed folders too.
 */
export function dockerignore(allowed: readonly string[], denied: readonly string[] = []): string {
  const names = [...new Set(allowed.map((path) => path.replace(/^\.?\/+/, '').replace(/\/+$/, '')))].filter(
    (path) => path !== '' && path !== '.',
  );
  return [
    '# Everything is left out, except what the Dockerfile needs.',
    '*',
    ...names.map((path) => `!${path}`),
    '',
    '# Never, wherever it lies.',
    ...NEVER,
    ...denied,
    '',
  ].join('\n');
}
