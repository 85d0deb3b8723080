import { isObject, type Json, listOf } from '../../controls/requirement';
import type { ReadError } from '../yaml/read-error';
import { type ComposeNode, child, placeIn, plain } from './node';
import type { ComposeProject } from './project';

/** What of a service names something that the top level must declare, in words of the normal form. */
const DECLARED = [
  { field: 'networks', section: 'networks', kind: 'network' },
  { field: 'secrets', section: 'secrets', kind: 'secret' },
  { field: 'configs', section: 'configs', kind: 'config' },
  { field: 'mounts', section: 'volumes', kind: 'volume' },
] as const;

/** A container of a service, with the way back to what is written. */
export interface ServiceContainer {
  readonly node: ComposeNode;
  readonly object: Json;
  readonly pathOf: (path: readonly (string | number)[]) => readonly (string | number)[];
}

/**
 * What services name and nothing declares: Compose, and a stack, start nothing of such a file.
 * Source: compose-go, loader/validate.go, checkConsistency; docker/cli, cli/compose/convert.
 */
export function undeclared({ sections }: ComposeProject, name: string, { node, object, pathOf }: ServiceContainer): readonly ReadError[] {
  const error = (path: readonly (string | number)[], message: string): ReadError => ({
    ...placeIn(node, path),
    message: `service \`${name}\` ${message}`,
  });
  const waits = child(node, 'depends_on');
  const services =
    waits?.kind === 'mapping' ? [...waits.entries.keys()] : waits?.kind === 'list' ? waits.items.map((item) => String(plain(item))) : [];
  const unknown = services.flatMap((each, index) =>
    each.includes('$') || sections.services.has(each)
      ? []
      : [error(['depends_on', waits?.kind === 'list' ? index : each], `depends on \`${each}\`, and there is no such service`)],
  );
  const nowhere = DECLARED.flatMap(({ field, section, kind }) =>
    namesIn(object[field], field).flatMap(({ named, at }) => {
      if (named.includes('$') || sections[section].has(named) || (kind === 'network' && named === 'default')) return [];
      const places = [...sections[section].keys()];
      const known = places.length === 0 ? `there is no \`${section}\`` : `\`${section}\` has ${places.join(', ')}`;
      return [error(pathOf([field, at]), `names the ${kind} \`${named}\`, which is not declared: ${known} at the top level`)];
    }),
  );
  return [...unknown, ...nowhere];
}

function namesIn(value: unknown, field: string): readonly { readonly named: string; readonly at: number }[] {
  if (!Array.isArray(value)) return [];
  if (field === 'networks') return value.flatMap((named: unknown, at) => (typeof named === 'string' ? [{ named, at }] : []));
  return listOf(value).flatMap((each, at) => {
    const { type, source }: Json = isObject(each) ? each : {};
    return typeof source === 'string' && source !== '' && (field !== 'mounts' || type === 'volume') ? [{ named: source, at }] : [];
  });
}
