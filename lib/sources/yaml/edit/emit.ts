import { resolvePlainScalar } from '../scalar';
import type { YamlStyle } from './style';

/** How a flow collection, `{…}` or `[…]`, is written. */
export interface FlowStyle {
  /** Whether it is JSON: every key and string in double quotes. */
  readonly json: boolean;
  /** What follows a colon and a comma. */
  readonly space: '' | ' ';
  /** What stands inside the braces of a mapping on one line. */
  readonly padding: '' | ' ';
  /** Indentation of the entries' line and what a level adds, where each entry has a line of its own; else everything is on one line. */
  readonly lines?: { readonly indent: string; readonly step: string };
}

/** Whether a value is written on its key's line: everything but a filled list or object. */
export function isInline(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** The lines of `key: value` in block style, indented by `column`. */
export function blockEntry(key: string, value: unknown, column: number, style: YamlStyle): string[] {
  const head = `${' '.repeat(column)}${scalarText(key, style.quote)}:`;
  return isInline(value) ? [`${head} ${inlineText(value, style)}`] : [head, ...blockLines(value, column, style)];
}

/** The lines below a key at `column`. */
export function blockLines(value: unknown, column: number, style: YamlStyle): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => blockItem(item, column + style.dashOffset, style));
  return blockMapping(value, column + style.indent, style);
}

/** The lines of a mapping's entries, each indented by `column`. */
export function blockMapping(value: unknown, column: number, style: YamlStyle): string[] {
  return definedEntries(value).flatMap(([key, item]) => blockEntry(key, item, column, style));
}

/** The lines of `- value`, the dash at `column`. */
export function blockItem(value: unknown, column: number, style: YamlStyle): string[] {
  const dash = `${' '.repeat(column)}-${' '.repeat(style.dashWidth - 1)}`;
  const inner = column + style.dashWidth;
  if (isInline(value)) return [`${' '.repeat(column)}-${' '.repeat(style.dashWidth - 1)}${inlineText(value, style)}`];
  const lines = Array.isArray(value) ? value.flatMap((item) => blockItem(item, inner, style)) : blockMapping(value, inner, style);
  return lines.map((line, index) => (index === 0 ? dash + line.slice(inner) : line));
}

/** A scalar or an empty collection. */
export function inlineText(value: unknown, style: Pick<YamlStyle, 'quote'>): string {
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null) return '{}';
  return scalarText(value, style.quote);
}

/** A value in flow style. */
export function flowText(value: unknown, flow: FlowStyle): string {
  if (isInline(value))
    return flow.json ? JSON.stringify(value) : typeof value === 'string' ? flowString(value) : inlineText(value, { quote: '"' });
  const deeper = flow.lines && { ...flow, lines: { ...flow.lines, indent: flow.lines.indent + flow.lines.step } };
  const inner = deeper ?? flow;
  const parts = Array.isArray(value)
    ? value.map((item) => flowText(item, inner))
    : definedEntries(value).map(([key, item]) => flowEntry(key, item, inner));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : [`{${flow.lines ? '' : flow.padding}`, `${flow.lines ? '' : flow.padding}}`];
  if (!flow.lines || !deeper) return `${open}${parts.join(`,${flow.space}`)}${close}`;
  return `${open}\n${parts.map((part) => deeper.lines.indent + part).join(',\n')}\n${flow.lines.indent}${close}`;
}

/** `key: value` in flow style. */
export function flowEntry(key: string, value: unknown, flow: FlowStyle): string {
  const name = flow.json ? JSON.stringify(key) : flowString(key);
  // Without quotes around the key, YAML needs the space.
  return `${name}:${flow.json ? flow.space : ' '}${flowText(value, flow)}`;
}

function flowString(text: string): string {
  return /[,[\]{}]/.test(text) ? quoted(text) : scalarText(text, '"');
}

/** The text of a scalar: strings are quoted wherever a reader could take them for something else. */
export function scalarText(value: unknown, quote: '"' | "'"): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isPlainSafe(value)) return value;
  return quote === "'" && PRINTABLE.test(value) ? `'${value.replaceAll("'", "''")}'` : quoted(value);
}

/** A string in quotes of the given kind, needed or not. */
export function quotedText(value: string, quote: '"' | "'"): string {
  return quote === "'" && PRINTABLE.test(value) ? `'${value.replaceAll("'", "''")}'` : quoted(value);
}

// What single quotes can hold without escapes.
const PRINTABLE = /^[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe]*$/;
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./@:+=~^%$(),;-]*(?: [A-Za-z0-9_./@:+=~^%$(),;-]+)*$/;
// Numbers, times and dates of any YAML version, also those that kubectl takes for text: other readers do not.
const NUMBER_LIKE = /^(?:[-+]?[\d.][\d_.]*(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*(?::\d+)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?.*|=|0[xXoObB].*)$/;

function isPlainSafe(text: string): boolean {
  if (!PLAIN.test(text) || text.endsWith(':') || text.includes(': ')) return false;
  if (text.startsWith('---') || text.startsWith('...')) return false;
  return typeof resolvePlainScalar(text) === 'string' && !NUMBER_LIKE.test(text);
}

function quoted(text: string): string {
  // JSON leaves these as they are; YAML 1.1 takes some for line breaks and refuses the others.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function definedEntries(value: unknown): [string, unknown][] {
  return Object.entries(value as object).filter(([, item]) => item !== undefined);
}
