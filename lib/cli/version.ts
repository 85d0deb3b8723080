/** The version of this package. */
export function version(): string {
  // Read when asked for: package.json lies outside of what is compiled.
  const { version: text } = require('../../package.json') as { readonly version: string };
  return text;
}
