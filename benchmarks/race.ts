import { spawnSync } from 'node:child_process';

const ROUNDS = 3;

/** The best of some rounds, in seconds; each round runs every program once, so that noise meets all alike. */
export function race(programs: ReadonlyMap<string, () => void>): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of programs) {
      const start = process.hrtime.bigint();
      run();
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, seconds));
    }
  }
  return best;
}

/** Runs a program to its end, which must be one of these exit codes: a program that gave up at once is no fast one. */
export function run(command: string, args: readonly string[], expected: readonly number[]): void {
  const { error, status, stderr } = spawnSync(command, args, { maxBuffer: 1 << 30, stdio: ['ignore', 'ignore', 'pipe'] });
  if (error !== undefined || status === null || !expected.includes(status))
    throw error ?? new Error(`${command} ended with ${status}: ${String(stderr).slice(0, 500)}`);
}
