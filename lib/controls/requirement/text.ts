/** A value as CEL writes it. Single quotes, so that it can stand in YAML without a second escaping. */
export function celLiteral(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'` : JSON.stringify(value);
}

/** `['a', 'b']` as a CEL list. */
export function celList(values: readonly unknown[]): string {
  return `[${values.map(celLiteral).join(', ')}]`;
}

/** A value as the documentation shows it. */
export function code(value: unknown): string {
  return value === '' ? 'empty' : `\`${String(value)}\``;
}

/** `a, b or c`. */
export function or(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Several CEL conditions, all of which must hold. */
export function and(parts: readonly string[]): string {
  return parts.length === 1 ? String(parts[0]) : parts.map((part) => `(${part})`).join(' && ');
}
