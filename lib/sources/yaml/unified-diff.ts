import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { splitDocuments } from './document';

/** The change of a file as `diff -u` and `git apply` know it; empty when nothing changed. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const name = file.replace(/^\.?\/+/, '');
  const lines = [`--- a/${name}`, `+++ b/${name}`];
  for (const { oldStart, oldLines, newStart, newLines, lines: changed } of hunksOf(before, after)) {
    // Where there is no line, the format names the one before.
    const [old, now] = [oldLines === 0 ? oldStart - 1 : oldStart, newLines === 0 ? newStart - 1 : newStart];
    lines.push(`@@ -${old},${oldLines} +${now},${newLines} @@`, ...changed);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Document by document: finding the shortest change costs the square of its length, and a repair changes all documents of a
 * file. They keep their order, and new ones come after the last.
 */
function* hunksOf(before: string, after: string): Generator<StructuredPatchHunk> {
  const old = textsOf(before);
  const now = textsOf(after);
  const pairs = Math.min(old.length, now.length);
  let [oldLine, newLine] = [0, 0];
  for (let index = 0; index < pairs; index++) {
    const isLast = index === pairs - 1;
    const oldText = isLast ? old.slice(index).join('') : (old[index] ?? '');
    const newText = isLast ? now.slice(index).join('') : (now[index] ?? '');
    if (oldText !== newText)
      for (const hunk of structuredPatch('', '', oldText, newText, undefined, undefined, { context: 3 }).hunks)
        yield { ...hunk, oldStart: hunk.oldStart + oldLine, newStart: hunk.newStart + newLine };
    oldLine += linesIn(oldText);
    newLine += linesIn(newText);
  }
}

/** The documents with what lies between them (`...`, a byte order mark): together they are the file. */
function textsOf(file: string): readonly string[] {
  const starts = splitDocuments('', file).map(({ offset }, index) => (index === 0 ? 0 : offset));
  return starts.map((start, index) => file.slice(start, starts[index + 1]));
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
