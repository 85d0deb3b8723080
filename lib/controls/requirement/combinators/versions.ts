import type { Requirement } from '../rule';

/** A minor version of Kubernetes: `v1.28`. */
export type MinorVersion = `v1.${number}`;

/** `v1.28` → 28. */
export function minorOf(version: MinorVersion): number {
  return Number(version.slice('v1.'.length));
}

/** Nothing is asked before that version. */
export function since(version: MinorVersion, requirement: Requirement): Requirement {
  const from = minorOf(version);
  return { at: (minor) => (minor >= from ? requirement.at(minor) : []), changes: [from, ...requirement.changes] };
}

/** The entry of the newest version that is not newer than the target. */
export function byVersion(versions: Readonly<Record<MinorVersion, Requirement>>): Requirement {
  const steps = (Object.keys(versions) as MinorVersion[])
    .map((version) => ({ from: minorOf(version), requirement: versions[version] }))
    .sort((a, b) => b.from - a.from);
  return {
    at: (minor) => steps.find(({ from }) => from <= minor)?.requirement?.at(minor) ?? [],
    changes: steps.flatMap(({ from, requirement }) => [from, ...(requirement?.changes ?? [])]),
  };
}
