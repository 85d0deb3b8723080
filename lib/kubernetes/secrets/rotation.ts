import { ApiObject } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { constructError } from './construct-error';

/**
 * How a rotated value reaches the program:
 *
 * - `reread`: the files are replaced while the program runs, and it reads them again
 * - `restart`: the pods are replaced by Stakater's Reloader, which must run in the cluster
 * - `next-rollout`: not before somebody replaces the pods for another reason. Revoke the old value after that, not before
 */
export type SecretRotation = 'reread' | 'restart' | 'next-rollout';

const ROTATIONS: readonly SecretRotation[] = ['reread', 'restart', 'next-rollout'];

/**
 * The types ask for a rotation; in JavaScript a misspelt one would mean that nothing happens.
 *
 * @throws a TemperedError `invalid-rotation`
 */
export function checkRotation(workload: Construct, rotation: unknown, allowed: readonly SecretRotation[] = ROTATIONS): void {
  if (allowed.some((each) => each === rotation)) return;
  const wanted = allowed.map((each) => `"${each}"`).join(', ');
  throw constructError('invalid-rotation', workload, '', `how a rotated value arrives must be one of ${wanted}`);
}

/** What Reloader can watch, in the words of its annotations. */
export type Watched = 'secret' | 'secretproviderclass';

const watchedBy = new WeakMap<Construct, Map<Watched, Set<string>>>();

/**
 * Why Reloader cannot help, and what does. It deletes a Job and makes it again, and starts one of a CronJob
 * (internal/pkg/callbacks/rolling_upgrade.go): a migration would run whenever a password rotates.
 */
const UNFIT: Readonly<Record<string, readonly [wrong: string, hint: string]>> = {
  Pod: ['nobody makes another Pod in its place', 'Make it a Deployment, or choose another rotation.'],
  Job: ['Reloader would run the Job a second time', 'Write rotation: "next-rollout".'],
  CronJob: ['Reloader would run the CronJob at once', 'Write rotation: "next-rollout": each run reads the value of its day.'],
};

/**
 * Has Reloader replace the pods of the workload when what is named changes.
 *
 * @throws a TemperedError `no-restart` for a Pod, which nothing would make again, and for a Job or a CronJob, which would run again
 */
export function restartOnChange(workload: AbstractPod & Construct, kind: Watched, name: string): void {
  const unfit = UNFIT[ApiObject.of(workload).kind];
  if (unfit !== undefined) throw constructError('no-restart', workload, '', ...unfit);
  const kinds = watchedBy.get(workload) ?? new Map<Watched, Set<string>>();
  const names = (kinds.get(kind) ?? new Set<string>()).add(name);
  watchedBy.set(workload, kinds.set(kind, names));
  ApiObject.of(workload).metadata.addAnnotation(`${kind}.reloader.stakater.com/reload`, [...names].join(','));
}
