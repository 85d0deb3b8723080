import { isListObject, typedItem } from '../../controls/requirement';
import type { SourceDocument } from './document';
import { locate } from './locate';
import type { ReadError } from './read-error';

/** A Kubernetes object and where it stands. */
export interface SourceResource {
  readonly document: SourceDocument;
  /** From the root of the document to the object: empty, or `['items', 3]` in a List. */
  readonly path: readonly (string | number)[];
  /** The object as plain JSON, with an apiVersion and a kind. */
  readonly object: Readonly<Record<string, unknown>>;
}

/** What a document gave. */
export interface DocumentContent {
  readonly resources: readonly SourceResource[];
  /** Mappings and lists that are no Kubernetes objects: Helm values, a Compose file, a playbook. */
  readonly other: number;
  readonly errors: readonly ReadError[];
}

/** Finds the Kubernetes objects of a document: the root, or the items of a List, of typed lists and of lists within. */
export function resourcesOf(document: SourceDocument, root: unknown): DocumentContent {
  const resources: SourceResource[] = [];
  const errors: ReadError[] = [];
  let other = 0;
  const refuse = (path: readonly (string | number)[], message: string): void => {
    errors.push({ file: document.file, ...locate(document, path), message });
  };
  const visit = (value: unknown, path: readonly (string | number)[], list?: Readonly<Record<string, unknown>>): void => {
    if (typeof value !== 'object' || value === null) {
      const what = value === null ? 'null' : `a ${typeof value}`;
      refuse(path, path.length === 0 ? `${what}, where an object was expected` : `${what} in a List, where an object was expected`);
      return;
    }
    const object = Array.isArray(value) ? undefined : typed(value as Record<string, unknown>, list);
    const lacking = object === undefined ? lackingOf(value as Record<string, unknown>) : undefined;
    if (lacking !== undefined) refuse(path, `${lacking} is missing: the API server refuses an object without it`);
    else if (object === undefined) other++;
    else if (!isListObject(object)) resources.push({ document, path, object });
    else if (Array.isArray(object.items))
      for (const [index, item] of object.items.entries()) visit(item, [...path, 'items', index], object);
    else if (object.items !== undefined && object.items !== null) refuse([...path, 'items'], 'the items of a List must be a list');
  };
  visit(root, []);
  return { resources, other, errors };
}

/** The value with an apiVersion and a kind, where it is an object that has them. */
function typed(value: Record<string, unknown>, list: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | undefined {
  if (isText(value.apiVersion) && isText(value.kind)) return value;
  return list === undefined ? undefined : typedItem(value, list);
}

/** What a Kubernetes object lacks to be one. What has neither, or none of the rest of one, is something else. */
function lackingOf({ apiVersion, kind, metadata, spec }: Readonly<Record<string, unknown>>): 'apiVersion' | 'kind' | undefined {
  if (!isMapping(metadata)) return undefined;
  if (isText(kind) && apiVersion === undefined && isMapping(spec)) return 'apiVersion';
  return isText(apiVersion) && VERSION.test(apiVersion) && kind === undefined ? 'kind' : undefined;
}

/** `v1`, `apps/v1`, `example.com/v1beta1`. */
const VERSION = /^(?:[a-z0-9.-]+\/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?$/;

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
