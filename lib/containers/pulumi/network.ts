import { isDeepStrictEqual } from 'node:util';
import type { DockerNetwork } from '../../controls/docker/objects';
import type { Fix, Json, WrittenForm } from '../../controls/requirement';
import { labelsOf, textsOf } from './labels';
import { stated } from './list-codec';

/** Fields of a network that both forms have under one name. */
const FIELDS = ['driver', 'internal', 'attachable', 'options'] as const satisfies readonly (keyof DockerNetwork)[];

/** The normal form of the arguments of a `docker.Network`. */
export function normalisePulumiNetwork(
  name: string,
  args: Json,
  labels: Readonly<Record<string, string>> = {},
): { readonly object: DockerNetwork & Json; readonly written: WrittenForm } {
  const annotations = { ...labelsOf(args.labels), ...labels };
  const object: DockerNetwork & Json = {
    apiVersion: 'docker/v1',
    kind: 'Network',
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    declaredBy: 'pulumi',
    ...stated({
      driver: args.driver,
      internal: args.internal,
      attachable: args.attachable,
      enableIpv6: args.ipv6,
      options: textsOf(args.options),
    }),
  };
  return {
    object,
    written: {
      pathOf: ([field, ...rest]) => (field === undefined ? [] : [field === 'enableIpv6' ? 'ipv6' : field, ...rest]),
      changes: (before, after) =>
        FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field])).map((field) => {
          const fix: Fix = after[field] === undefined ? { op: 'remove', path: [field] } : { op: 'set', path: [field], value: after[field] };
          return { field, fixes: [fix] };
        }),
    },
  };
}
