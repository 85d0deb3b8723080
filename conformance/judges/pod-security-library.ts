import { execFile } from 'node:child_process';
import { LATEST_MINOR } from '../../lib/engine/plan';
import { judge } from './installed';

/** Levels of the Pod Security Standards that ask anything. */
export const LEVELS = ['baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof LEVELS)[number];

/** Every version of the standards. */
export const VERSIONS: readonly string[] = [...Array.from({ length: LATEST_MINOR + 1 }, (_, minor) => `v1.${minor}`), 'latest'];

/** `v1.28` → 28; `latest` is the newest that is known. */
export function minorOfVersion(version: string): number {
  return version === 'latest' ? LATEST_MINOR : Number(version.slice('v1.'.length));
}

interface Judged {
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What the library says of one object at one level in one version. */
export interface PodSecurityVerdict extends Judged {
  readonly allowed: boolean;
  /** What it forbids, a short phrase each. */
  readonly reasons?: readonly string[];
  /** The same with the values and the containers. */
  readonly details?: readonly string[];
}

/** What the library says of one object at both levels in every version. */
export interface PodSecurityMatrix extends Judged {
  readonly denied?: { readonly [Level in PodSecurityLevel]?: readonly string[] };
}

/**
 * Asks the library that every API server judges pods with.
 *
 * @param version `latest` or `v1.N`
 * @param files files, or folders of them: JSON objects one after the other, or YAML
 * @returns a verdict for each object that holds a pod, in the order of the files
 */
export function podSecurityVerdicts(
  level: PodSecurityLevel,
  version: string,
  files: readonly string[],
): Promise<readonly PodSecurityVerdict[]> {
  return ask(['-level', level, '-version', version, ...files]);
}

/** The same for both levels and every version at once. */
export function podSecurityMatrix(files: readonly string[]): Promise<readonly PodSecurityMatrix[]> {
  return ask(['-matrix', '-level', LEVELS.join(), '-version', VERSIONS.join(), ...files]);
}

const DENIED = 1;

function ask<Line>(args: readonly string[]): Promise<readonly Line[]> {
  return new Promise((resolve, reject) => {
    execFile(judge('psa-check'), args, { maxBuffer: 2 ** 29 }, (error, stdout, stderr) => {
      if (error !== null && error.code !== DENIED) reject(new Error(`psa-check: ${stderr || error.message}`));
      else resolve(stdout.split('\n').flatMap((line): Line[] => (line === '' ? [] : [JSON.parse(line)])));
    });
  });
}
