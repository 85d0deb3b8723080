import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { splitDocuments } from './document';

/** Lines around a change that show where it is. */
const CONTEXT = 3;
const NO_NEWLINE = '\\ No newline at end of file';

/** The change of a file as `diff -u`, `patch` and `git apply` know it; empty when nothing changed. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const name = file.replace(/^\.?\/+/, '');
  const old = linesOf(before);
  const lines = [`--- a/${name}`, `+++ b/${name}`];
  for (const changes of neighbours(changesOf(before, after))) lines.push(...hunk(changes, old, before.endsWith('\n')));
  return `${lines.join('\n')}\n`;
}

/** Where a line of the text after stands in the text before: what is new stands behind the line that it was written behind. */
export function lineBefore(before: string, after: string): (line: number) => number {
  const changes = before === after ? [] : [...changesOf(before, after)];
  return (line) => {
    let shift = 0;
    for (const { oldStart, oldLines, newStart, newLines } of changes) {
      if (line < newStart) break;
      if (line < newStart + newLines)
        return Math.max(1, oldLines === 0 ? oldStart - 1 : oldStart + Math.min(line - newStart, oldLines - 1));
      shift += oldLines - newLines;
    }
    return line + shift;
  };
}

/** A run of lines that differ, without context; lines are counted from 1. */
type Change = Pick<StructuredPatchHunk, 'oldStart' | 'oldLines' | 'newStart' | 'newLines' | 'lines'>;

/**
 * Document by document: finding the shortest change costs the square of its length, and a repair changes all documents of a
 * file. They keep their order, and new ones come after the last.
 */
function* changesOf(before: string, after: string): Generator<Change> {
  const old = textsOf(before);
  const now = textsOf(after);
  const pairs = Math.min(old.length, now.length);
  let [oldLine, newLine] = [0, 0];
  for (let index = 0; index < pairs; index++) {
    const isLast = index === pairs - 1;
    const oldText = isLast ? old.slice(index).join('') : (old[index] ?? '');
    const newText = isLast ? now.slice(index).join('') : (now[index] ?? '');
    if (oldText !== newText)
      for (const change of structuredPatch('', '', oldText, newText, undefined, undefined, { context: 0 }).hunks)
        yield { ...change, oldStart: change.oldStart + oldLine, newStart: change.newStart + newLine };
    oldLine += linesOf(oldText).length;
    newLine += linesOf(newText).length;
  }
}

/** Changes whose context would touch belong to one hunk. */
function* neighbours(changes: Iterable<Change>): Generator<readonly [Change, ...Change[]]> {
  let group: [Change, ...Change[]] | undefined;
  for (const change of changes) {
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && change.oldStart - (last.oldStart + last.oldLines) <= 2 * CONTEXT) group.push(change);
    else {
      if (group !== undefined) yield group;
      group = [change];
    }
  }
  if (group !== undefined) yield group;
}

/** Its context goes past the borders of documents: `patch` takes a hunk that ends early for the end of the file. */
function hunk(changes: readonly [Change, ...Change[]], old: readonly string[], endsWithNewline: boolean): readonly string[] {
  const [first] = changes;
  const start = Math.max(1, first.oldStart - CONTEXT);
  const lines: string[] = [];
  let shared = 0;
  let at = start;
  const copyTo = (end: number): void => {
    for (; at < end; at++, shared++) {
      lines.push(` ${old[at - 1] ?? ''}`);
      if (at === old.length && !endsWithNewline) lines.push(NO_NEWLINE);
    }
  };
  for (const change of changes) {
    copyTo(change.oldStart);
    lines.push(...change.lines);
    at = change.oldStart + change.oldLines;
  }
  copyTo(Math.min(old.length + 1, at + CONTEXT));
  const count = (side: 'oldLines' | 'newLines'): number => changes.reduce((sum, change) => sum + change[side], shared);
  const newStart = first.newStart - (first.oldStart - start);
  return [`@@ -${range(start, count('oldLines'))} +${range(newStart, count('newLines'))} @@`, ...lines];
}

/** Where there is no line, the format names the one before. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** The documents with what lies between them (`...`, a byte order mark): together they are the file. */
function textsOf(file: string): readonly string[] {
  const starts = splitDocuments('', file).map(({ offset }, index) => (index === 0 ? 0 : offset));
  return starts.map((start, index) => file.slice(start, starts[index + 1]));
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
