import type { ShellCommand } from './command';
import { packageCall } from './packages';
import { programOf } from './program';

/** What the commands of one `RUN` do together, looked at once. */
export interface RunSummary {
  /** What `rm` and `find` are told, a line each. */
  readonly removed: string;
  /** The verbs that package managers are given: `yum clean`. */
  readonly verbs: ReadonlySet<string>;
  /** A package index is read anew. */
  readonly refreshes: boolean;
}

const known = new WeakMap<readonly ShellCommand[], RunSummary>();

export function runSummary(commands: readonly ShellCommand[]): RunSummary {
  const found = known.get(commands) ?? summarise(commands);
  known.set(commands, found);
  return found;
}

function summarise(commands: readonly ShellCommand[]): RunSummary {
  const removed: string[] = [];
  const verbs = new Set<string>();
  let refreshes = false;
  for (const command of commands) {
    const { name, args } = programOf(command);
    if (name === 'rm' || name === 'find') removed.push(...args.map(({ value }) => value));
    const call = packageCall(command);
    if (call === undefined) continue;
    verbs.add(`${call.manager} ${call.verb}`);
    refreshes ||= call.refreshes;
  }
  return { removed: removed.join('\n'), verbs, refreshes };
}
