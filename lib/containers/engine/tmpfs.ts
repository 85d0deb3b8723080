import type { DockerTmpfs } from '../../controls/docker/container';
import { isObject, type Json, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField, type Words } from './told-field';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Mounts in memory: `--tmpfs` (a mapping of paths to options) and `--mount type=tmpfs`. */
export function tmpfsAt(mapping: Path | undefined, mounts: Path, words: Words): FieldCodec {
  return toldField(
    'tmpfs',
    mapping ?? mounts,
    (written) => {
      const byPath = mapping === undefined ? undefined : valueIn(written, mapping);
      const places: Path[] = [];
      const value: DockerTmpfs[] = [];
      for (const [target, options] of Object.entries(isObject(byPath) ? byPath : {})) {
        places.push([...(mapping ?? []), target]);
        value.push(ofOptions(target, String(options ?? '')));
      }
      const list = valueIn(written, mounts);
      for (const [index, mount] of (Array.isArray(list) ? list : []).entries()) {
        if (!isObject(mount) || mount.Type !== 'tmpfs') continue;
        places.push([...mounts, index]);
        value.push(ofMount(mount));
      }
      if (value.length === 0) return undefined;
      const at = mapping ?? mounts;
      return { value, at, below: ([index]) => (typeof index === 'number' ? places[index] : undefined) ?? at };
    },
    words,
  );
}

/** `rw,noexec,size=64m,mode=1777`. */
function ofOptions(target: string, text: string): DockerTmpfs {
  const words = text.split(',').filter((word) => word !== '');
  const wordFor = (key: string): string | undefined => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const size = bytesOf(wordFor('size'));
  const mode = wordFor('mode');
  const options = words.filter((word) => !/^(?:size|mode)=/.test(word));
  return {
    target,
    ...(size !== undefined && { size }),
    ...(mode !== undefined && { mode }),
    ...(options.length > 0 && { options }),
  };
}

function ofMount({ Target, TmpfsOptions }: Json): DockerTmpfs {
  const { SizeBytes: size, Mode: mode, Options: options }: Json = isObject(TmpfsOptions) ? TmpfsOptions : {};
  const words = (Array.isArray(options) ? options : []).map((option: unknown) =>
    Array.isArray(option) ? option.join('=') : String(option),
  );
  return {
    target: String(Target),
    ...(typeof size === 'number' && size > 0 && { size }),
    ...(typeof mode === 'number' && mode > 0 && { mode: mode.toString(8) }),
    ...(words.length > 0 && { options: words }),
  };
}

/** The kernel takes `64m` and percents of the memory; a percentage is a bound that is not known here, and so none. */
function bytesOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kmgt]?)$/i.exec(text ?? '') ?? [];
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  return bytes > 0 ? bytes : undefined;
}
