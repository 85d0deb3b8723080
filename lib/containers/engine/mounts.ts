import type { DockerMount } from '../../controls/docker/container';
import { isObject, type Json, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { hostFolderOf } from '../host-folder';
import { toldField } from './told-field';

const TYPES = ['bind', 'volume', 'npipe', 'cluster', 'image'] as const;

/**
 * Mounts as a container has them. A volume that is a folder of the host under another name is told as that folder:
 * `folders` says which.
 */
export function mountsAt(at: Path, folders: ReadonlyMap<string, string>): FieldCodec {
  return toldField('mounts', at, (written) => {
    const list = valueIn(written, at);
    const found = (Array.isArray(list) ? list : []).flatMap((each, index) => {
      const mount = isObject(each) ? mountOf(each, folders) : undefined;
      return mount === undefined ? [] : [{ mount, index }];
    });
    if (found.length === 0) return undefined;
    return {
      value: found.map(({ mount }) => mount),
      at,
      below([position, key, ...rest]) {
        const index = found[Number(position)]?.index;
        return index === undefined
          ? at
          : [...at, index, ...(key === undefined ? [] : [wordOf(valueIn(written, [...at, index]), key)]), ...rest];
      },
    };
  });
}

function mountOf(mount: Json, folders: ReadonlyMap<string, string>): DockerMount | undefined {
  const type = TYPES.find((each) => each === mount.Type);
  if (type === undefined) return undefined;
  const source: unknown = type === 'volume' ? (mount.Name ?? mount.Source) : mount.Source;
  const folder = type === 'volume' ? (folders.get(String(source)) ?? folderOf(mount)) : undefined;
  const target: unknown = mount.Destination ?? mount.Target;
  const propagation: unknown = mount.Propagation ?? (isObject(mount.BindOptions) ? mount.BindOptions.Propagation : undefined);
  return {
    type: folder === undefined ? type : 'bind',
    ...(folder !== undefined ? { source: folder } : typeof source === 'string' && source !== '' && { source }),
    ...(typeof target === 'string' && { target }),
    ...((mount.RW === false || mount.ReadOnly === true) && { readOnly: true }),
    ...(typeof propagation === 'string' && propagation !== '' && { propagation }),
  };
}

/** A mount of a service may bring the options of its volume along. */
function folderOf({ VolumeOptions }: Json): string | undefined {
  const folder = hostFolderOf(undefined, isObject(VolumeOptions?.DriverConfig) ? VolumeOptions.DriverConfig.Options : undefined);
  return typeof folder === 'string' ? folder : undefined;
}

/** A container says `Destination` and `RW` where a service says `Target` and `ReadOnly`. */
function wordOf(mount: unknown, key: string | number): string | number {
  const { Target, RW }: Json = isObject(mount) ? mount : {};
  if (key === 'target') return Target === undefined ? 'Destination' : 'Target';
  if (key === 'readOnly') return RW === undefined ? 'ReadOnly' : 'RW';
  return WORDS[String(key)] ?? key;
}

const WORDS: Readonly<Record<string, string>> = { type: 'Type', source: 'Source', propagation: 'Propagation' };

/** The volumes of the driver `local` that are a folder of the host under another name (`o: bind`), with that folder. */
export function boundVolumes(volumes: readonly Json[]): ReadonlyMap<string, string> {
  return new Map(
    listOf(volumes).flatMap(({ Name, Options }): [string, string][] => {
      const folder = hostFolderOf(undefined, Options);
      return typeof folder === 'string' ? [[String(Name), folder]] : [];
    }),
  );
}
