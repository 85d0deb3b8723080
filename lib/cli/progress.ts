import type { Terminal } from './invocation';

/** Says what is being done, in place of what was said before. */
export type Step = (what: string) => void;

const CLEAR_LINE = '\r\u001b[2K';

/** Runs work that may take long. Whoever waits at a terminal sees its steps; nothing of them stays. */
export async function withProgress<T>({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>, work: (step: Step) => Promise<T>): Promise<T> {
  const shown = stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  const write = (text: string): void => {
    if (shown) stderr.write(text);
  };
  try {
    return await work((what) => write(`${CLEAR_LINE}${what} …`));
  } finally {
    write(CLEAR_LINE);
  }
}
