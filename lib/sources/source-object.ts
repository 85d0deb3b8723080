import type { Fix, Json, Path, WrittenForm } from '../controls/requirement';
import type { DocumentEdit } from './yaml/edit';
import type { ReadError } from './yaml/read-error';

/** A place in a file, or in what an engine answers; line and column from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A change of a YAML or JSON file that a fix asks for. */
export interface YamlEdit {
  readonly file: string;
  /** With the one fix, its path from the root of the document. */
  readonly edit: DocumentEdit;
}

/** An object whose text gets whatever is written into that of another one: a service of a Compose file that extends it. */
export interface Heir {
  readonly name: string;
  /** Its `standsAt`. */
  readonly standsAt: string;
  /** Whether it writes a value of its own at a path, so that what it inherits there does not count. */
  readonly overrides: (path: Path) => boolean;
}

/** An object that a source other than Kubernetes manifests gave: a normal form, and the way back to what is written. */
export interface SourceObject {
  readonly object: Json;
  /** Absent where controls read what is written as it is. */
  readonly written?: WrittenForm;
  /** The file that declares it; of an engine its address. */
  readonly file: string;
  /** Where a path of what is written stands, or would. */
  readonly placeOf: (path: Path) => SourcePlace;
  /** How a fix of what is written is made in YAML or JSON; absent where the source cannot be edited so. */
  readonly yamlEdit?: (fix: Fix) => YamlEdit;
  /** Whether a value stands at a path of what is written, in whichever text; absent where the object is read as it is written. */
  readonly isWritten?: (path: Path) => boolean;
  /** Names the text of the object among all; given where others may inherit from it. */
  readonly standsAt?: string;
  /** Path of the object in its document. Default: the document as a whole. */
  readonly at?: Path;
  /** Who inherits from it, also by way of others. */
  readonly heirs?: readonly Heir[];
  /** Where each of several files that are read together writes it, as `standsAt` names it; the later one counts. */
  readonly layers?: readonly string[];
  /** Whether its value at a path is a single one that a later layer writes, so that what stands in this one does not count. */
  readonly overrides?: (path: Path, layer: string) => boolean;
  /** The files that are read together for it, where they are several or others read them otherwise. */
  readonly readFrom?: readonly string[];
}

/** What such a source gave. Errors do not hide the rest. */
export interface SourceObjects {
  readonly objects: readonly SourceObject[];
  readonly errors: readonly ReadError[];
  /** What could not be seen and why, a sentence each; not an error. */
  readonly notes?: readonly string[];
  /**
   * The same texts as others read them: without the override file, or with one that nobody named. They are not judged; what is
   * written into a text must do for them, too.
   */
  readonly otherReadings?: readonly (readonly SourceObject[])[];
}
