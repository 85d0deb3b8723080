import { isMap, isScalar, Scalar } from 'yaml';
import { commentsIn } from './comments';
import { blockEntry, blockItem, blockLines, blockMapping, inlineText, isInline, quotedText } from './emit';
import type { Collection } from './places';
import type { Change } from './plan';
import type { Rewriting } from './rewrite';
import { isBlockCollection, isUnwritten, type Part } from './text-layout';

/** Changes a collection in block style: one entry, or one dash, a line. */
export function rewriteBlock(
  rewriting: Rewriting,
  node: Collection,
  parts: readonly Part[],
  change: Change,
  parent: Part | undefined,
): void {
  const first = parts[0];
  if (!first) return;
  const column = rewriting.layout.column(first.start);
  const keys = new Set(parts.map(({ key }) => key));
  const removed = parts.filter(({ key }) => change.removed.has(key));
  for (const part of parts) if (change.values.has(part.key)) replaceValue(rewriting, node, part, change.values.get(part.key), column);
  const added = isMap(node)
    ? [...change.values]
        .filter(([key]) => !keys.has(key))
        .flatMap(([key, value]) => blockEntry(String(key), value, column, rewriting.style))
    : change.appended.flatMap((value) => blockItem(value, column, rewriting.style));
  if (removed.length === parts.length) empty(rewriting, node, parts, added, parent);
  else {
    removeParts(rewriting, parts, change);
    if (added.length > 0) {
      // In a list whose dashes stand below its key, and at the left edge, a comment may speak of what follows.
      const ownsComments = column > 0 && (isMap(node) || parent === undefined || column !== rewriting.layout.column(parent.start));
      insertLines(rewriting, parts.at(-1) ?? first, added, { column, isList: !isMap(node), ownsComments });
    }
  }
}

/** Which comments behind a collection belong to it. */
interface Reach {
  readonly column: number;
  readonly isList: boolean;
  readonly ownsComments: boolean;
}

/** Adds lines behind the last part, and behind the comments that still belong to it. */
function insertLines(
  { layout, style, edits }: Rewriting,
  last: Part,
  lines: readonly string[],
  { column, isList, ownsComments }: Reach,
): void {
  const { text } = layout;
  let at = layout.nextLine(last.end);
  for (let next = at; next < text.length; at = next) {
    const comment = /^( *)(#.*)/.exec(text.slice(next, layout.lineEnd(next)));
    // An element that was commented out belongs to the list wherever it stands.
    const wasElement = isList && /^#(?:\s*-\s|\s{2,}\S)/.test(comment?.[2] ?? '');
    if (!comment || (comment[1] ?? '').length < column || !(wasElement || ownsComments)) break;
    next = layout.nextLine(next);
  }
  edits.push({ start: at, end: at, text: lines.map((line) => line + style.eol).join('') });
}

function removeParts(rewriting: Rewriting, parts: readonly Part[], change: Change): void {
  const { layout, style, edits } = rewriting;
  // Behind a dash the first entry has no line of its own: what follows it moves up to the dash.
  let behindDash = !layout.isFirstOnLine(parts[0]?.start ?? 0);
  for (const part of parts) {
    if (!change.removed.has(part.key)) behindDash = false;
    else if (behindDash) {
      let end = layout.nextLine(part.end);
      while (end < layout.text.length && /[ \t\r\n]/.test(layout.text[end] ?? '')) end++;
      const below = style.eol + ' '.repeat(layout.column(part.start));
      const comments = commentsIn(layout.text.slice(part.start, end));
      edits.push({ start: part.start, end, text: comments.map((comment) => comment + below).join('') });
    } else removeLines(rewriting, part);
  }
}

/** Takes the lines of a part away; its comments, which somebody wrote for a reason, stay on lines of their own. */
function removeLines({ layout, style, edits }: Rewriting, part: Part): void {
  const start = layout.lineStart(part.start);
  const end = layout.nextLine(part.end);
  const indent = ' '.repeat(layout.column(part.start));
  const comments = commentsIn(layout.text.slice(start, end));
  edits.push({ start, end, text: comments.map((comment) => indent + comment + style.eol).join('') });
}

/** Takes away every part; what is added comes in their place, else `{}` or `[]`. */
function empty(rewriting: Rewriting, node: Collection, parts: readonly Part[], added: readonly string[], parent: Part | undefined): void {
  const { layout, style, edits } = rewriting;
  const [first, ...others] = parts;
  if (!first) return;
  const hasOwnLines = layout.isFirstOnLine(first.start);
  const replaceFirst = (text: string): void => {
    edits.push({ start: first.start, end: first.end, text });
    const below = style.eol + ' '.repeat(layout.column(first.start));
    const comments = commentsIn(layout.text.slice(first.start, first.end));
    const end = layout.lineEnd(first.end);
    if (comments.length > 0) edits.push({ start: end, end, text: comments.map((comment) => below + comment).join('') });
  };
  if (added.length > 0) {
    const text = added.join(style.eol).trimStart();
    replaceFirst(text);
  } else {
    const braces = isMap(node) ? '{}' : '[]';
    if (parent !== undefined && hasOwnLines) {
      edits.push({ start: parent.header, end: parent.header, text: ` ${braces}` });
      removeLines(rewriting, first);
    } else replaceFirst(braces);
  }
  for (const part of others) removeLines(rewriting, part);
}

function replaceValue(rewriting: Rewriting, owner: Collection, part: Part, value: unknown, column: number): void {
  const { layout, style, edits } = rewriting;
  const { value: old, header } = part;
  const isEntry = isMap(owner);
  const inline = isInline(value) ? valueText(part, value, style) : undefined;
  const below = (): string => blockLines(value, column, style).join(style.eol);
  if (isUnwritten(old)) {
    if (inline !== undefined) edits.push({ start: header, end: header, text: ` ${inline}` });
    else if (isEntry) insertBelow(rewriting, header, below());
    else edits.push({ start: header, end: header, text: ` ${itemText(value, column + style.dashWidth, rewriting)}` });
    return;
  }
  const start = part.tag ?? old?.range?.[0] ?? header;
  if (isEntry && isBlockCollection(old)) {
    const lines = { start: layout.lineStart(old.range?.[0] ?? 0), end: part.end };
    if (inline === undefined) edits.push({ ...lines, text: below() });
    else {
      edits.push({ start: header, end: header, text: ` ${inline}` });
      edits.push({ start: lines.start, end: layout.nextLine(part.end), text: '' });
    }
  } else if (inline !== undefined) edits.push({ start, end: part.end, text: inline });
  else if (isEntry) {
    edits.push({ start: Math.min(header, start), end: part.end, text: '' });
    insertBelow(rewriting, part.end, below());
  } else edits.push({ start, end: part.end, text: itemText(value, layout.column(start), rewriting) });
}

/** Adds lines below the line of an offset, whose comment stays where it is. */
function insertBelow({ layout, style, edits }: Rewriting, offset: number, lines: string): void {
  const at = layout.lineEnd(offset);
  edits.push({ start: at, end: at, text: style.eol + lines });
}

/** A list or object that starts behind a dash. */
function itemText(value: unknown, column: number, { style }: Rewriting): string {
  const lines = Array.isArray(value) ? value.flatMap((item) => blockItem(item, column, style)) : blockMapping(value, column, style);
  return lines.join(style.eol).trimStart();
}

/** A scalar keeps the quotes of the one that it replaces. */
function valueText({ value: old }: Part, value: unknown, style: Rewriting['style']): string {
  if (typeof value !== 'string' || !isScalar(old)) return inlineText(value, style);
  if (old.type === Scalar.QUOTE_DOUBLE) return quotedText(value, '"');
  return old.type === Scalar.QUOTE_SINGLE ? quotedText(value, "'") : inlineText(value, style);
}
