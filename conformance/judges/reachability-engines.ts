import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../lib/controls/requirement';
import { judge } from './installed';

/** What two engines say of one connection: Cilium by its ends, cyclonus of both together. */
export interface EngineVerdict {
  /** `shop/Pod/web`, `host`, `remote-node`, `kube-apiserver`, `world`, an address. */
  readonly from: string;
  readonly to: string;
  /** `TCP/8080`. */
  readonly port: string;
  /** What Cilium says of each end; of one that is no pod it says what nobody enforces. */
  readonly egress: 'allowed' | 'denied';
  readonly ingress: 'allowed' | 'denied';
  /** Absent where it has no say: policies of other kinds, nodes, the API server. */
  readonly cyclonus?: boolean;
}

/** What is asked of every set. */
export interface EngineQuestion {
  /** `TCP/8080`. */
  readonly ports: readonly string[];
  /** Addresses outside of the cluster. */
  readonly outside: readonly string[];
}

/** A process reads many sets: starting it takes longer than a set does. */
const SETS_A_PROCESS = 50;

/**
 * Asks Cilium's own policy engine and cyclonus who reaches whom: every pair, every port.
 *
 * @returns what they say of each set
 */
export async function engineVerdicts(
  sets: readonly (readonly Json[])[],
  question: EngineQuestion,
): Promise<readonly (readonly EngineVerdict[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-networks-'));
  try {
    const files = sets.map((items, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
      return file;
    });
    const answers: (readonly EngineVerdict[])[] = [];
    for (let first = 0; first < files.length; first += SETS_A_PROCESS) {
      const some = files.slice(first, first + SETS_A_PROCESS);
      const lines = await ask(some, question);
      answers.push(...some.map((_, index) => lines.filter(({ set }) => set === index)));
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ask(files: readonly string[], { ports, outside }: EngineQuestion): Promise<readonly (EngineVerdict & { readonly set: number })[]> {
  const args = ['list', '-each', ...ports.flatMap((each) => ['-port', each]), ...outside.flatMap((each) => ['-peer', each]), ...files];
  return new Promise((resolve, reject) => {
    execFile(judge('netpol-reach'), args, { maxBuffer: 2 ** 29 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`netpol-reach: ${stderr || error.message}`));
      else resolve(stdout.split('\n').flatMap((line): (EngineVerdict & { set: number })[] => (line === '' ? [] : [JSON.parse(line)])));
    });
  });
}
