import { dump } from 'js-yaml';

/**
 * Objects as the text that a provider parses as YAML. Every value that is text is quoted, so that a name such as `on`, `1e3` or
 * `a: b` stays the name that it is, whatever version of YAML the provider reads.
 */
export function objectsText(objects: unknown): string {
  return dump(objects, { forceQuotes: true, quotingType: '"', lineWidth: -1, noRefs: true, skipInvalid: true });
}

/** The list of texts that the provider of Azure parses: YAML in YAML, as blocks. */
export function arrayOfTexts(objects: readonly unknown[]): string {
  return dump({ array: objects.map(objectsText) }, { lineWidth: -1, noRefs: true });
}
