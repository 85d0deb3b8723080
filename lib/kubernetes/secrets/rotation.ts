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

/** What Reloader can watch, in the words of its annotations. */
export type Watched = 'secret' | 'secretproviderclass';

const watchedBy = new WeakMap<Construct, Map<Watched, Set<string>>>();

/**
 * Has Reloader replace the pods of the workload when what is named changes.
 *
 * @throws a TemperedError `no-restart` for a Pod: nothing would make another one in its place
 */
export function restartOnChange(workload: AbstractPod & Construct, kind: Watched, name: string): void {
  if (ApiObject.of(workload).kind === 'Pod')
    throw constructError(
      'no-restart',
      workload,
      '',
      'nobody makes another Pod in its place',
      'Make it a Deployment, or choose another rotation.',
    );
  const kinds = watchedBy.get(workload) ?? new Map<Watched, Set<string>>();
  const names = (kinds.get(kind) ?? new Set<string>()).add(name);
  watchedBy.set(workload, kinds.set(kind, names));
  ApiObject.of(workload).metadata.addAnnotation(`${kind}.reloader.stakater.com/reload`, [...names].join(','));
}
