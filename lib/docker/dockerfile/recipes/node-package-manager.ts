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
  /** What makes it available in the official image. */
  readonly enable?: readonly string[];
  readonly install: (options: InstallOptions) => readonly string[];
}

const COREPACK = ['corepack', 'enable'];

/** Each installs from its lock file, and fails where that does not fit to package.json. */
export const PACKAGE_MANAGERS: Readonly<Record<NodePackageManager, Manager>> = {
  npm: {
    program: 'npm',
    files: ['package-lock.json'],
    cache: '/root/.npm',
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
    files: ['pnpm-lock.yaml'],
    cache: '/var/cache/pnpm',
    // corepack takes the version, and its hash, from the field packageManager of package.json.
    enable: COREPACK,
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
    files: ['yarn.lock', '.yarnrc.yml'],
    cache: '/root/.yarn/berry/cache',
    enable: COREPACK,
    // Without the plug-in of workspaces there is no install without development dependencies: `focus` is it since version 4.
    install: ({ production, scripts }) =>
      production
        ? ['yarn', 'workspaces', 'focus', '--all', '--production']
        : ['yarn', 'install', '--immutable', ...(scripts ? [] : ['--mode=skip-build'])],
  },
  'yarn-classic': {
    program: 'yarn',
    files: ['yarn.lock'],
    cache: '/usr/local/share/.cache/yarn',
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
