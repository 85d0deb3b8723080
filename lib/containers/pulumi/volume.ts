import type { DockerVolume } from '../../controls/docker/objects';
import type { Json, WrittenForm } from '../../controls/requirement';
import { hostFolderOf } from '../host-folder';
import { labelsOf } from './labels';
import { stated } from './list-codec';

/** The normal form of the arguments of a `docker.Volume`. Nothing about a volume is repaired. */
export function normalisePulumiVolume(
  name: string,
  args: Json,
  labels: Readonly<Record<string, string>> = {},
): { readonly object: DockerVolume & Json; readonly written: WrittenForm } {
  const annotations = { ...labelsOf(args.labels), ...labels };
  const object: DockerVolume & Json = {
    apiVersion: 'docker/v1',
    kind: 'Volume',
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    ...stated({ folder: hostFolderOf(args.driver, args.driverOpts) }),
  };
  return {
    object,
    written: {
      pathOf: ([field, ...rest]) => (field === undefined ? [] : field === 'folder' ? ['driverOpts', 'device'] : [field, ...rest]),
      changes: () => [],
    },
  };
}
