import { Yaml } from 'cdk8s';

/** Strings that YAML 1.1 reads as themselves: no number, date or boolean starts with a letter and is this long. */
const PLAIN = /^[A-Za-z][\w./-]{4,}[\w./]$/;

/** Strings kept at most, so that a large app does not hold them all twice. */
const KNOWN_SCALARS = 20_000;

/** Keys beyond this length are written in another style. */
const LONGEST_KEY = 500;

/** Keys whose text depends on where they stand: `<<` merges mappings, and what ends a document has to be quoted at a line's start. */
const CONTEXTUAL_KEY = /^(<<$|%|---|\.\.\.)/;

/** Shows every structure that is written here, to compare it with what the installed cdk8s writes. */
const SAMPLE = { a: { b: { c: [1, [2, [{}]], { d: 'e', f: { g: [], h: {} } }, null], i: true }, 'j k': '1', l: "it's" }, m: 'x: y' };

/**
 * `Yaml.stringify` of cdk8s for one manifest, the same text in a fraction of the time.
 *
 * The library behind it builds a document model, with a node for each value, and walks it several times, which is most of what a
 * synth costs. Manifests are plain JSON, of which only the layout of mappings and sequences is known here; how a key or a value is
 * quoted, the library is asked, once for each. Whatever is not as plain as that (text of several lines, an object that occurs
 * twice and so becomes an alias, a value that is not JSON) makes it write the whole manifest.
 */
export function yamlText(manifest: unknown): string {
  layoutIsKnown ??= new ManifestWriter().write(SAMPLE) === Yaml.stringify(SAMPLE);
  const text = layoutIsKnown ? new ManifestWriter().write(manifest) : undefined;
  return text ?? Yaml.stringify(manifest);
}

let layoutIsKnown: boolean | undefined;

/** Thrown to leave a manifest to the library, from however deep inside it. */
const NOT_PLAIN = Symbol('not plain');

class ManifestWriter {
  private readonly seen = new Set<object>();

  /** @returns the text, or undefined if the manifest is not plain */
  public write(manifest: unknown): string | undefined {
    if (!isMapping(manifest) || Object.keys(manifest).length === 0) return undefined;
    try {
      this.meet(manifest);
      return `${this.block(manifest, '')}\n`;
    } catch (error) {
      if (error === NOT_PLAIN) return undefined;
      throw error;
    }
  }

  /** A mapping or sequence that is not empty; its first line without indent, since it may follow `- `. */
  private block(collection: object, indent: string): string {
    const inner = `${indent}  `;
    const lines = Array.isArray(collection)
      ? Array.from(collection, (item: unknown) => `- ${this.item(item, inner)}`)
      : Object.entries(collection).map(([key, value]) => `${keyText(key)}:${this.value(value, inner)}`);
    return lines.join(`\n${indent}`);
  }

  private item(value: unknown, indent: string): string {
    this.meet(value);
    return isCollection(value) ? this.block(value, indent) : scalarText(value);
  }

  private value(value: unknown, indent: string): string {
    this.meet(value);
    return isCollection(value) ? `\n${indent}${this.block(value, indent)}` : ` ${scalarText(value)}`;
  }

  /** The library makes an alias of what it meets a second time, be it empty. */
  private meet(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (this.seen.has(value)) throw NOT_PLAIN;
    this.seen.add(value);
  }
}

/** A mapping or sequence with something in it; empty ones are written on their line, like scalars. */
function isCollection(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > 0;
  return isMapping(value) && Object.keys(value).length > 0;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const scalars = new Map<unknown, string>();
const keys = new Map<string, string>();

function scalarText(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value)) return value;
  // A Map takes it for 0, YAML does not.
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return '[]';
  if (isMapping(value)) return '{}';
  return known(scalars, value, () => {
    const plain = value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
    const text = plain ? Yaml.stringify({ k: value }) : '';
    // `k: ` before it and one line end after it; another one belongs to a text of several lines.
    if (!text.startsWith('k: ') || text.indexOf('\n') !== text.length - 1) throw NOT_PLAIN;
    return text.slice(3, -1);
  });
}

function keyText(key: string): string {
  if (PLAIN.test(key) && key.length < LONGEST_KEY) return key;
  return known(keys, key, () => {
    const text = Yaml.stringify({ [key]: 0 });
    if (CONTEXTUAL_KEY.test(key) || key.length >= LONGEST_KEY || !text.endsWith(': 0\n') || text.indexOf('\n') !== text.length - 1) {
      throw NOT_PLAIN;
    }
    return text.slice(0, -4);
  });
}

function known<K>(texts: Map<K, string>, value: K, render: () => string): string {
  let text = texts.get(value);
  if (text === undefined) {
    text = render();
    if (texts.size >= KNOWN_SCALARS) texts.clear();
    texts.set(value, text);
  }
  return text;
}
