import { isMap } from 'yaml';
import { commentsIn } from './comments';
import { type FlowStyle, flowEntry, flowText } from './emit';
import type { Collection } from './places';
import type { Change } from './plan';
import type { Rewriting } from './rewrite';
import { isUnwritten, type Part, type TextLayout } from './text-layout';

/** Changes a collection in flow style, `{…}` or `[…]`, which is also all of JSON. */
export function rewriteFlow({ layout, style, edits }: Rewriting, node: Collection, parts: readonly Part[], change: Change): void {
  const flow = flowStyleOf(layout, node, parts);
  const open = node.range?.[0] ?? 0;
  const close = (node.range?.[1] ?? 0) - 1;
  const eols = (text: string): string => (style.eol === '\n' ? text : text.replaceAll('\n', style.eol));
  const inner = flow.lines ? { ...flow, lines: { ...flow.lines, indent: flow.lines.indent + flow.lines.step } } : flow;
  for (const part of parts) {
    if (!change.values.has(part.key)) continue;
    const text = eols(flowText(change.values.get(part.key), inner));
    if (!isUnwritten(part.value)) edits.push({ start: part.tag ?? part.value?.range?.[0] ?? part.header, end: part.end, text });
    else edits.push({ start: part.header, end: part.header, text: layout.text[part.header - 1] === ':' ? ` ${text}` : `: ${text}` });
  }
  const keys = new Set(parts.map(({ key }) => key));
  const added = isMap(node)
    ? [...change.values].filter(([key]) => !keys.has(key)).map(([key, value]) => flowEntry(String(key), value, inner))
    : change.appended.map((value) => flowText(value, inner));
  const kept = parts.filter(({ key }) => !change.removed.has(key));
  const last = kept.at(-1);
  if (last === undefined) {
    // Nothing of the old content is left: what is new is written as a whole.
    const content = flow.lines
      ? `\n${added.map((each) => inner.lines?.indent + each).join(',\n')}\n${flow.lines.indent}`
      : pad(added.join(`,${flow.space}`), flow, isMap(node));
    const comments = keptComments(layout, open + 1, close, layout.column(open));
    edits.push({ start: open + 1, end: close, text: eols(comments + (added.length === 0 ? '' : content)) });
    return;
  }
  removeParts({ layout, edits }, parts, change, last, eols);
  if (added.length === 0) return;
  const between = flow.lines ? `\n${inner.lines?.indent}` : flow.space;
  const hasComment = parts.at(-1) === last && /^[ \t]*,?[ \t]*#/.test(layout.text.slice(last.end, layout.lineEnd(last.end)));
  if (!hasComment) edits.push({ start: last.end, end: last.end, text: eols(added.map((each) => `,${between}${each}`).join('')) });
  else {
    const hasComma = /^[ \t]*,/.test(layout.text.slice(last.end));
    if (!hasComma) edits.push({ start: last.end, end: last.end, text: ',' });
    const at = layout.lineEnd(last.end);
    const indent = ' '.repeat(layout.column(last.start));
    edits.push({ start: at, end: at, text: eols(`\n${added.map((each) => indent + each).join(`,\n`)}${hasComma ? ',' : ''}`) });
  }
}

function removeParts(
  { layout, edits }: Pick<Rewriting, 'layout' | 'edits'>,
  parts: readonly Part[],
  change: Change,
  last: Part,
  eols: (text: string) => string,
): void {
  for (const [index, part] of parts.entries()) {
    if (!change.removed.has(part.key)) continue;
    const next = parts[index + 1];
    // One before the last that stays goes up to the next one; one behind it goes with the comma before.
    const [start, end] = part.start < last.start && next ? [part.start, next.start] : [parts[index - 1]?.end ?? part.start, part.end];
    edits.push({ start, end, text: eols(keptComments(layout, start, end, layout.column(part.start))) });
  }
}

/** The comments of a piece that goes: each up to the end of a line, whatever follows them starts a new one. */
function keptComments({ text }: TextLayout, start: number, end: number, column: number): string {
  const comments = commentsIn(text.slice(start, end)).map((comment) => `${comment}\n${' '.repeat(column)}`);
  return comments.length === 0 || /\s/.test(text[start - 1] ?? '') ? comments.join('') : ` ${comments.join('')}`;
}

function pad(content: string, { padding }: FlowStyle, isMapping: boolean): string {
  return isMapping ? padding + content + padding : content;
}

/** How the collection is written: JSON or not, on one line or on many. */
function flowStyleOf(layout: TextLayout, node: Collection, parts: readonly Part[]): FlowStyle {
  const { text } = layout;
  const start = node.range?.[0] ?? 0;
  const root = /^(?:---)?\s*([[{])/.exec(text);
  // Inside JSON everything is JSON; elsewhere a mapping with quoted keys is.
  const json =
    (root !== null && /["\]}]/.test(/[[{]\s*(\S)/.exec(text)?.[1] ?? '')) ||
    (isMap(node) && parts.length > 0 && parts.every((part) => text[part.start] === '"'));
  const source = text.slice(start, node.range?.[1] ?? start);
  const first = parts[0];
  const space = json && !/[:,][ \t]/.test(text.slice(0, 2000)) ? '' : ' ';
  const padding = /^\{ /.test(source) ? ' ' : '';
  if (first && layout.isFirstOnLine(first.start)) {
    const indent = text.slice(layout.lineStart(first.start), first.start);
    const closing = text.slice(layout.lineStart(start), start).match(/^[ \t]*/)?.[0] ?? '';
    const step = indent.startsWith(closing) && indent.length > closing.length ? indent.slice(closing.length) : '  ';
    return { json, space, padding, lines: { indent: indent.slice(0, indent.length - step.length), step } };
  }
  // An empty one in a document of many lines becomes many lines too, like its neighbours.
  const own = text.slice(layout.lineStart(start), start).match(/^[ \t]*/)?.[0] ?? '';
  const step = json && first === undefined ? /\n([ \t]+)\S/.exec(text)?.[1] : undefined;
  return step === undefined ? { json, space, padding } : { json, space, padding, lines: { indent: own, step } };
}
