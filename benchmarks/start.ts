import { join } from 'node:path';
import { race, run } from './race';

const root = join(__dirname, '..');

/** How long until the version is printed, beside a Node that does nothing. */
export function benchmarkStart(): void {
  const main = join(root, 'dist/cli/main.js');
  const many = (args: readonly string[]) => () => {
    for (let index = 0; index < 10; index++) run('node', args, [0]);
  };
  const best = race(
    new Map([
      ['node -e 0', many(['-e', '0'])],
      ['tempered --version', many([main, '--version'])],
    ]),
  );
  const [node = Number.NaN, ours = Number.NaN] = best.values();
  console.log(
    `start: node -e 0 ${(node * 100).toFixed(0)} ms, tempered --version ${(ours * 100).toFixed(0)} ms, ${(ours / node).toFixed(2)} times`,
  );
}
