import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { HOST_NETWORK_POD, inFolder, STANDARD } from './command-line';

const root = join(__dirname, '../..');
const main = join(root, 'lib/cli/main.ts');

/** Runs the program itself, in a process of its own. */
function program(argv: readonly string[], input = '') {
  const register = join(root, 'node_modules/ts-node/register/transpile-only');
  const env = { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.dev.json') };
  return spawnSync(process.execPath, ['-r', register, main, ...argv], { input, encoding: 'utf8', env, maxBuffer: 2 ** 26 });
}

describe('the program', () => {
  test('reads a pipe, writes its report to standard output, and ends with the exit code', () => {
    inFolder({});
    const { status, stdout, stderr } = program(['audit', '-', ...STANDARD, '--format', 'json'], HOST_NETWORK_POD);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings).toMatchObject([{ control: 'host-network', file: '-', line: 7 }]);
    expect(stderr).toBe('');
  });

  test('writes a report of several megabytes to a pipe as a whole', () => {
    inFolder({});
    const { status, stdout } = program(['audit', '-', ...STANDARD, '--format', 'json'], Array(5000).fill(HOST_NETWORK_POD).join('---\n'));
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings).toHaveLength(5000);
  });

  test('answers --version without loading anything but its own start', () => {
    const script = `process.argv.push('tempered', '--version'); require(${JSON.stringify(main)}); console.log(Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(join(root, 'lib'))})).length)`;
    const register = join(root, 'node_modules/ts-node/register/transpile-only');
    const env = { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.dev.json') };
    const { stdout } = spawnSync(process.execPath, ['-r', register, '-e', script], { encoding: 'utf8', env, cwd: root });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2');
  });
});
