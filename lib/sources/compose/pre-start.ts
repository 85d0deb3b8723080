import { atHome, type MappingNode, mergeService } from './merge';
import { type ComposeNode, child } from './node';

/** What runs to its end before a service starts, in a container of its own. */
interface PreStart {
  readonly index: number;
  /** As it is written. */
  readonly alone: MappingNode;
  /** With what it inherits from its service. */
  readonly merged: ComposeNode;
}

/** Keys of a service that its container has, but none that runs before it. Source: compose-go, schema/compose-spec.json, `service`. */
const OF_SERVICE: ReadonlySet<string> = new Set([
  ...[
    'attach',
    'container_name',
    'deploy',
    'develop',
    'depends_on',
    'expose',
    'extends',
    'external_links',
    'healthcheck',
    'links',
    'ports',
  ],
  ...['post_start', 'pre_start', 'pre_stop', 'profiles', 'provider', 'restart', 'scale'],
]);

/** Keys that a command has which runs in the container of the service, too: no reason to judge it as a container of its own. */
const OF_COMMAND: ReadonlySet<string> = new Set(['command', 'environment', 'per_replica', 'privileged', 'user', 'working_dir']);

/**
 * Takes apart what a service is and what its `pre_start` starts in containers that differ from it: with an image, mounts or rights of
 * their own. What such a one does not say itself, it has from the service.
 */
export function preStartOf(service: ComposeNode): { readonly service: ComposeNode; readonly steps: readonly PreStart[] } {
  const list = child(service, 'pre_start');
  if (service.kind !== 'mapping' || list?.kind !== 'list') return { service, steps: [] };
  const steps = list.items.flatMap((alone, index): readonly PreStart[] => {
    if (alone.kind !== 'mapping' || ![...alone.entries.keys()].some((key) => !OF_COMMAND.has(key) && !key.startsWith('x-'))) return [];
    const kept = [...service.entries].filter(([key]) => !OF_SERVICE.has(key) && !(key === 'build' && alone.entries.has('image')));
    return [{ index, alone, merged: atHome(mergeService({ ...service, entries: new Map(kept) }, alone), alone) }];
  });
  if (steps.length === 0) return { service, steps };
  const told = new Set(steps.map(({ index }) => index));
  const items = list.items.map((item, index): ComposeNode => (told.has(index) ? { ...item, kind: 'mapping', entries: new Map() } : item));
  return { service: { ...service, entries: new Map(service.entries).set('pre_start', { ...list, items }) }, steps };
}
