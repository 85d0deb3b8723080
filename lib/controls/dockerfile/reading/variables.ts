/** Values of variables by name; undefined is a value from outside, which nobody knows here. */
export type Values = Pick<ReadonlyMap<string, string | undefined>, 'get'>;

/**
 * The text with its variables replaced as a build does: `$name`, `${name}`, `${name:-default}`, `${name:+other}`.
 * Undefined where a value is not known.
 */
export function expand(text: string, values: Values): string | undefined {
  if (!text.includes('$')) return text;
  let known = true;
  const result = text.replace(
    /\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}|\{[^}]*\})/g,
    (whole, plain: string | undefined, braced: string | undefined, operator: string | undefined, word: string | undefined) => {
      if (whole === '\\$') return '$';
      const name = plain ?? braced;
      const value = name === undefined ? undefined : values.get(name);
      // What no instruction names may come from the base image; who builds may give other values than the defaults.
      if (name === undefined || (value === undefined && operator?.endsWith('-') !== true)) {
        known = false;
        return '';
      }
      const set = value !== undefined && (value !== '' || operator?.startsWith(':') !== true);
      if (operator?.endsWith('-')) return set ? (value ?? '') : (expand(word ?? '', values) ?? '');
      if (operator?.endsWith('+')) return set ? (expand(word ?? '', values) ?? '') : '';
      return value ?? '';
    },
  );
  return known ? result : undefined;
}
