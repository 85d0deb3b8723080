import { isDeepStrictEqual } from 'node:util';
import type { Fix, Path } from '../../controls/requirement';
import { applyTextEdits, type TextEdit } from '../yaml/edit/text-edits';
import { normalFormOf, type ReadDockerfile } from './normal-form';
import { pieceAt } from './places';
import { firstProblem } from './problems';
import { type Piece, type Statement, statementsOf } from './statements';
import { wordChanges } from './word-changes';

/** A fix that was not made, and why. */
export interface RefusedDockerfileFix {
  readonly fix: Fix;
  readonly reason: string;
}

export interface DockerfileEditResult {
  readonly text: string;
  readonly applied: readonly Fix[];
  readonly refused: readonly RefusedDockerfileFix[];
}

/**
 * Makes fixes in the text of a Dockerfile, in place: continued lines, comments and whatever the fixes are not about stay.
 *
 * A fix sets the `text` or `keyword` of an instruction, or the `content` of a here-document, of the normal form of this
 * very text; of two fixes of one place the first is made. What comes out is read again: a fix whose result is anything
 * else than was asked is refused.
 */
export function editDockerfile(text: string, fixes: readonly Fix[]): DockerfileEditResult {
  const read = readAgain(text);
  const refused: RefusedDockerfileFix[] = [];
  if (read === undefined) return { text, applied: [], refused: fixes.map((fix) => ({ fix, reason: 'the Dockerfile cannot be read' })) };
  const planned: Planned[] = [];
  const places = new Set<string>();
  for (const fix of fixes) {
    const plan = planFix(read, text, fix);
    if ('reason' in plan) refused.push({ fix, reason: plan.reason });
    else if (!places.has(plan.place)) {
      places.add(plan.place);
      planned.push({ fix, ...plan });
    }
  }
  const made = applyChecked(text, planned);
  for (const { fix } of made.failed) refused.push({ fix, reason: 'the text would not say what was asked' });
  return { text: made.text, applied: made.done.map(({ fix }) => fix), refused };
}

interface Planned {
  readonly fix: Fix;
  readonly place: string;
  readonly path: Path;
  readonly value: string;
  readonly edits: readonly TextEdit[];
}

function readAgain(text: string): ReadDockerfile | undefined {
  const statements = statementsOf(text);
  return firstProblem(statements) === undefined ? normalFormOf('', statements) : undefined;
}

/** Applies what was planned; what did not come out as asked is left out, and the others are made without it. */
function applyChecked(text: string, planned: readonly Planned[]) {
  let done = planned;
  const failed: Planned[] = [];
  for (;;) {
    const after = applyTextEdits(
      text,
      done.flatMap(({ edits }) => edits),
    );
    const read = readAgain(after);
    const wrong = done.filter(({ path, value }) => read === undefined || !isDeepStrictEqual(valueAt(read, path), value));
    if (wrong.length === 0) return { text: after, done, failed };
    failed.push(...wrong);
    done = done.filter((each) => !wrong.includes(each));
  }
}

function valueAt(read: ReadDockerfile, path: Path): unknown {
  let node: unknown = read.object;
  for (const key of path) node = (node as Record<string | number, unknown> | undefined)?.[key];
  return node;
}

function planFix(read: ReadDockerfile, text: string, fix: Fix): Omit<Planned, 'fix'> | { readonly reason: string } {
  if (fix.op === 'manual') return { reason: fix.instructions };
  const { path, value } = fix.op === 'set' ? fix : { path: [], value: undefined };
  const statement = statementAt(read, path);
  if (statement === undefined || typeof value !== 'string') return { reason: 'a Dockerfile has no words for this change' };
  const [part, index, inner] = path.slice(path[0] === 'args' ? 2 : 4);
  const planned = (edits: readonly TextEdit[] | undefined) =>
    edits === undefined ? { reason: 'the change would join lines that are written apart' } : { place: path.join('\n'), path, value, edits };
  if (part === 'keyword' && !statement.onbuild) {
    const word = statement.word === statement.word.toLowerCase() ? value.toLowerCase() : value;
    const end = statement.start + statement.word.length;
    if (text.slice(statement.start, end) !== statement.word) return { reason: 'the keyword is written on two lines' };
    return planned([{ start: statement.start, end, text: word }]);
  }
  if (part === 'text') return planned(textEdits(statement.text, value, statement, text));
  const heredoc = part === 'heredocs' && inner === 'content' ? statement.heredocs[Number(index)] : undefined;
  if (heredoc) return planned(textEdits(heredoc.content, value, heredoc, text));
  return { reason: 'a Dockerfile has no words for this change' };
}

function statementAt(read: ReadDockerfile, [head, index, part, inner]: Path): Statement | undefined {
  if (head === 'args') return read.args[Number(index)];
  if (head === 'stages' && part === 'instructions') return read.stages[Number(index)]?.instructions[Number(inner)];
  return undefined;
}

/** The edits that make the joined text the new one; undefined where a change spans lines that are written apart. */
function textEdits(
  before: string,
  after: string,
  { pieces }: { readonly pieces: readonly Piece[] },
  text: string,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { start, end, text: replacement } of wordChanges(before, after)) {
    // What is inserted belongs to the word before it, so that it stays on that word's line.
    const piece = pieceAt(pieces, Math.max(0, start - 1));
    if (piece === undefined || end > piece.start + piece.length) return undefined;
    const source = piece.source + start - piece.start;
    edits.push({ start: source, end: source + end - start, text: replacement });
  }
  return edits.every((edit) => edit.end <= text.length) ? edits : undefined;
}
