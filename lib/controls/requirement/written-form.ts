import type { Fix, Path } from './finding';
import type { Json } from './subject';

/** A change of what is written, for one field of the normal form. */
export interface WrittenChange {
  readonly field: string;
  /** Paths speak of what is written; `manual` where it has no words for the change. */
  readonly fixes: readonly Fix[];
}

/**
 * How an object in a normal form relates to what its author wrote: a service of a Compose file, the arguments of a
 * Pulumi resource, what an engine answers. Controls read the normal form; people read and change what is written.
 */
export interface WrittenForm {
  /** Where the path of the normal form stands in what is written, or where it would be written. */
  pathOf(path: Path): Path;
  /** The changes that turn what is written into what `after` says; `before` is the normal form that was read. */
  changes(before: Json, after: Json): readonly WrittenChange[];
}
