/** Who installs what a program on Node.js depends on. */
export type NodePackageManager = 'npm' | 'pnpm' | 'yarn' | 'yarn-classic';

interface InstallOptions {
  readonly production: boolean;
  readonly scripts: boolean;
}

interface Manager {
  readonly program: string;
  /** Beside package.json. */
  readonly files: readonly string[];
  /** Where it keeps what it downloaded. */
  readonly cache: string;
  /** The file that has the login of a registry. */
  readonly login: string;
  /** The last major version of Node.js whose official image has it; where it is not, corepack provides it. */
  readonly bundledUntil: number;
  /** Variables for every command of it. */
  readonly env?: (options: Pick<InstallOptions, 'scripts'>) => Readonly<Record<string, string>>;
  /** What fails where the lock file does not fit to package.json, for a manager whose production install would not. */
  readonly check?: readonly string[];
  readonly install: (options: InstallOptions) => readonly string[];
}

const YARN_CHECK = ['yarn', 'install', '--immutable', '--mode=skip-build'];

/** Each installs from its lock file, and fails where that does not fit to package.json. */
export const PACKAGE_MANAGERS: Readonly<Record<NodePackageManager, Manager>> = {
  npm: {
    program: 'npm',
    files: ['package-lock.json'],
    cache: '/root/.npm',
    login: '/root/.npmrc',
    bundledUntil: Number.POSITIVE_INFINITY,
    install: ({ production, scripts }) => [
      'npm',
      'ci',
      ...(production ? ['--omit=dev'] : ['--include=dev']),
      ...(scripts ? [] : ['--ignore-scripts']),
      '--no-audit',
      '--no-fund',
    ],
  },
  pnpm: {
    program: 'pnpm',
    bundledUntil: -1,
    files: ['pnpm-lock.yaml'],
    cache: '/var/cache/pnpm',
    login: '/root/.npmrc',
    install: ({ production, scripts }) => [
      'pnpm',
      'install',
      '--frozen-lockfile',
      ...(production ? ['--prod'] : []),
      ...(scripts ? [] : ['--ignore-scripts']),
      '--store-dir=/var/cache/pnpm',
    ],
  },
  yarn: {
    program: 'yarn',
    bundledUntil: -1,
    files: ['yarn.lock', '.yarnrc.yml'],
    cache: '/root/.yarn/berry/cache',
    // It reads no .npmrc.
    login: '/root/.yarnrc.yml',
    // `focus` knows no `--mode=skip-build`, and asks this setting alone; it is off by default since 4.14, so that `true` must be said, too.
    env: ({ scripts }) => ({ YARN_ENABLE_SCRIPTS: String(scripts), YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_TELEMETRY: 'false' }),
    // `focus` installs what is not in the lock file without a word (berry 4.18, plugin-workspace-tools, `persistProject: false`).
    check: YARN_CHECK,
    // There is no install without development dependencies but `focus`, since version 4 without a plug-in.
    install: ({ production, scripts }) =>
      production ? ['yarn', 'workspaces', 'focus', '--all', '--production'] : scripts ? ['yarn', 'install', '--immutable'] : YARN_CHECK,
  },
  'yarn-classic': {
    program: 'yarn',
    // nodejs/docker-node #2422
    bundledUntil: 25,
    files: ['yarn.lock'],
    cache: '/usr/local/share/.cache/yarn',
    login: '/root/.npmrc',
    install: ({ production, scripts }) => [
      'yarn',
      'install',
      '--frozen-lockfile',
      ...(production ? ['--production=true'] : ['--production=false']),
      ...(scripts ? [] : ['--ignore-scripts']),
      '--non-interactive',
    ],
  },
};
