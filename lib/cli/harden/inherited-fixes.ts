import { isDeepStrictEqual } from 'node:util';
import type { Fix, Path } from '../../controls/requirement';
import { isEdit } from '../../engine/apply-fix';
import type { SourceObject } from '../../sources/source-object';
import type { PlannedFix, Reader } from './planned-fixes';
import type { Withheld } from './withheld';

/**
 * Withholds what others would get and did not ask for. A service that extends another one gets whatever is written there, be its image
 * known or not; so does the same service where other files are laid over its own, or are not. A fix is made where each of them asks
 * for the same, or says something of its own there.
 */
export function withholdUnasked(readers: readonly Reader[], withheld: Withheld): void {
  const byPlace = new Map<string, Reader[]>();
  for (const reader of readers) {
    const { standsAt, layers = standsAt === undefined ? [] : [standsAt] } = reader.source ?? {};
    for (const at of layers) byPlace.set(at, [...(byPlace.get(at) ?? []), reader]);
  }
  if (![...byPlace.values()].some((list) => list.length > 1 || list.some(({ source }) => source?.heirs !== undefined))) return;
  for (const reader of readers) {
    for (const planned of reader.fixes) {
      if (reader.source === undefined || withheld.has(planned) || !isEdit(planned.fix)) continue;
      const reason = whoDidNotAsk(planned, planned.fix, reader.source, byPlace, withheld);
      if (reason !== undefined) withheld.set(planned, reason);
    }
  }
}

type Edit = Fix & { readonly path: Path };

function whoDidNotAsk(
  planned: PlannedFix,
  fix: Edit,
  source: SourceObject,
  byPlace: ReadonlyMap<string, readonly Reader[]>,
  withheld: Withheld,
): string | undefined {
  const own = below(fix.path, source.at ?? []);
  const asks = (reader: Reader, isTheirs: (other: PlannedFix, edit: Edit, there: boolean) => boolean): boolean =>
    reader.fixes.some((other) => {
      if (withheld.has(other) || !isEdit(other.fix)) return false;
      const there = own !== undefined && isDeepStrictEqual(below(other.fix.path, reader.source?.at ?? []), own);
      // What is only read gets nothing of its own.
      if (!reader.onlyReads && isTheirs(other, other.fix, there)) return true;
      const isSame = other.fix.op === fix.op && isDeepStrictEqual(givenBy(other.fix), givenBy(fix));
      return isSame && (there || (other.file === planned.file && isDeepStrictEqual(other.fix.path, fix.path)));
    });
  for (const { name, standsAt, overrides } of source.heirs ?? []) {
    if (own !== undefined && overrides(own)) continue;
    const heirs = byPlace.get(standsAt) ?? [];
    // What the heir is given itself counts before what it inherits.
    const isGivenItself = (_: PlannedFix, edit: Edit, there: boolean) => there && edit.op === 'set' && fix.op === 'set' && isScalar(edit);
    if (heirs.length === 0 || !heirs.every((heir) => asks(heir, isGivenItself)))
      return `service \`${name}\` extends this one and would get it, too`;
  }
  if (own === undefined) return undefined;
  const layer = layerOf(planned, source);
  const other = byPlace.get(layer)?.find((reader) => {
    const theirs = reader.source;
    if (theirs === undefined || theirs === source || theirs.overrides?.(own, layer) === true) return false;
    const isLater = (each: PlannedFix) => (theirs.layers ?? []).indexOf(layerOf(each, theirs)) > (theirs.layers ?? []).indexOf(layer);
    return !asks(reader, (each, edit, there) => there && isLater(each) && edit.op === 'set' && isScalar(edit));
  });
  return other?.source === undefined ? undefined : otherReading(other.source, source);
}

/** Which of the texts of an object a change goes into, as its layers are named. */
function layerOf({ file, document }: PlannedFix, { at = [] }: SourceObject): string {
  return JSON.stringify([file, document.document, ...at]);
}

function otherReading({ at, readFrom = [] }: SourceObject, { readFrom: here = [] }: SourceObject): string {
  const name = String(at?.at(-1));
  const more = readFrom.filter((file) => !here.includes(file));
  const less = here.filter((file) => !readFrom.includes(file));
  return more.length > 0
    ? `service \`${name}\`, as ${more.join(' and ')} changes it, would get it, too`
    : `service \`${name}\`, where it is read without ${less.join(' and ')}, would get it, too`;
}

/** The path within the object; undefined where it leads elsewhere. */
function below(path: Path, at: Path): Path | undefined {
  return at.every((step, index) => path[index] === step) ? path.slice(at.length) : undefined;
}

function givenBy(fix: Fix): unknown {
  return 'value' in fix ? fix.value : undefined;
}

function isScalar(fix: Fix): boolean {
  const value = givenBy(fix);
  return typeof value !== 'object' || value === null;
}
