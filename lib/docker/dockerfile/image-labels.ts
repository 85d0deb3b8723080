/**
 * What the image says of itself, under the names of the OCI image specification (annotations, "Pre-Defined Annotation Keys").
 * There is no `created`: a time would make two builds of the same source differ.
 */
export interface ImageLabels {
  /** A name for people. */
  readonly title?: string;
  /** What it does, for people. */
  readonly description?: string;
  /** The version of the packaged software. */
  readonly version?: string;
  /** The commit it was built from. */
  readonly revision?: string;
  /** Where the source code is. */
  readonly source?: string;
  /** Where to read more. */
  readonly url?: string;
  /** Where the documentation is. */
  readonly documentation?: string;
  /** Who answers for it: a team or an address. */
  readonly authors?: string;
  /** Who distributes it. */
  readonly vendor?: string;
  /** SPDX expression of the licences: `Apache-2.0`. */
  readonly licenses?: string;
}

const PREFIX = 'org.opencontainers.image.';

/** The labels of an image, with what it was built on: scanners learn from it whose fixes it waits for. */
export function ociLabels(labels: ImageLabels, base: string): Readonly<Record<string, string>> {
  const [name = base, digest] = base.split('@');
  const all: Readonly<Record<string, string | undefined>> = {
    ...labels,
    ...(digest !== undefined && { 'base.name': name, 'base.digest': digest }),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[PREFIX + key, value]])));
}
