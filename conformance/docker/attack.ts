import type { Line } from './engine';
import type { Given } from './hardened';

/** What came of an attack, or what must. */
export type Outcome =
  | 'succeeds'
  /** What stopped it, and how that shows in what the attack printed last: a slip in its command is not taken for a defence. */
  | { readonly stoppedBy: string; readonly saying: RegExp };

/** The same on every engine, or one for each. */
export type Expected = Outcome | Readonly<Record<Line, Outcome>>;

/** What declares the container that is attacked; by default the engine's API is asked for the normal form itself. */
export type Declaration = 'Compose file' | 'Swarm stack' | 'Pulumi program';

/** In what company the attacked container stands, beside what hardening says. */
export type Place =
  | 'alone'
  /** In the process namespace of a container of root, with a password in its environment. */
  | 'with the processes of a neighbour'
  /** The same, and the neighbour is of the hardened user. */
  | 'with the processes of a twin'
  | 'with the processes of the host'
  | 'with the socket of the engine'
  /** And in the socket's group. */
  | 'with the socket of the engine and its group'
  /** Another's volume is mounted, in which a file is its owner's alone. */
  | 'with a volume of another';

/** An attempt from inside a container: a line of shell for the target image. */
export interface Attack {
  readonly id: string;
  /** As in "an attacker inside can …". */
  readonly attempt: string;
  /** Exit 0 where it succeeded. What differs by container comes in its environment (`surroundings`). */
  readonly command: string;
  readonly place?: Place;
  /** Who tries in the plain and the open container, if not root: a container of a careless image that names a user. */
  readonly as?: string;
  /** In a container of `docker run` without an option. */
  readonly plain: Expected;
  /** In the container that we emit. */
  readonly hardened: Expected;
  /** Where what declares it makes a difference, which is said on the page. */
  readonly declared?: Partial<Readonly<Record<Declaration, { readonly expected: Expected; readonly why: string }>>>;
  /** Where it succeeds on a hardened one: what would stop it. */
  readonly remedy?: string;
  /** The same as it is given to a hardened container, to see that it does; absent where it is another container altogether. */
  readonly remedied?: { readonly by: 'strict seccomp profile' | Given; readonly saying: RegExp };
}

/** What must come of an attack on a hardened container. */
export function expectedOfHardened(line: Line, { hardened, declared }: Attack, declaration?: Declaration): Outcome {
  const exception = declaration === undefined ? undefined : declared?.[declaration];
  return expectedOn(line, exception?.expected ?? hardened);
}

export function expectedOn(line: Line, expected: Expected): Outcome {
  if (expected === 'succeeds' || 'stoppedBy' in expected) return expected;
  return expected[line];
}
