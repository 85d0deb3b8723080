import { type Emit, isObject, type Json, malformed, type Path, type PodSubject, UNKNOWN, unknown } from '../requirement';

/** The volumes of a pod with their paths from the root of the object; what cannot be judged is emitted. */
export function* volumesOf({ spec, at }: PodSubject, emit: Emit): Generator<{ readonly volume: Json; readonly path: Path }> {
  const path = [...at, 'spec', 'volumes'];
  for (const [element, index] of elementsOf(spec.volumes, path, emit)) yield { volume: element, path: [...path, index] };
}

/** The objects of a list, with their indices; what cannot be judged is emitted. */
export function* elementsOf(list: unknown, path: Path, emit: Emit): Generator<readonly [Json, number]> {
  if (list === undefined || list === null) return;
  if (list === UNKNOWN) return emit(unknown(path, 'a list'));
  if (!Array.isArray(list)) return emit(malformed(path, list, 'a list'));
  for (let index = 0; index < list.length; index++) {
    const element: unknown = list[index];
    if (isObject(element)) yield [element, index];
    else emit(element === UNKNOWN ? unknown([...path, index], 'an object') : malformed([...path, index], element, 'an object'));
  }
}

const NOTHING: Emit = () => {};

/** The volumes alone, for questions that another place asks again. */
export function* volumesQuietly(pod: PodSubject): Generator<Json> {
  for (const { volume } of volumesOf(pod, NOTHING)) yield volume;
}
