import { isDeepStrictEqual } from 'node:util';
import type { Fix, Path } from '../../controls/requirement';
import { isEdit } from '../../engine/apply-fix';
import type { FileEdit } from '../manifests';

/**
 * Leaves to a person what others would inherit and did not ask for: a service that extends another one gets whatever is written there,
 * be its image known or not. A fix is made where every heir asks for the same, or says something of its own there.
 */
export function withoutUnaskedInheritance(edits: readonly FileEdit[]): readonly FileEdit[] {
  if (!edits.some(({ source }) => source?.heirs !== undefined)) return edits;
  const asked = new Map<string, Asked[]>();
  for (const { file, edit, source } of edits)
    for (const fix of source?.standsAt === undefined ? [] : edit.fixes)
      if (isEdit(fix))
        asked.set(source?.standsAt ?? '', [...(asked.get(source?.standsAt ?? '') ?? []), { file, fix, at: source?.at ?? [] }]);
  return edits.map((each) => {
    const { edit, file, source } = each;
    const fixes = edit.fixes.map((fix): Fix => {
      const heir = isEdit(fix) ? heirWithout(fix, file, source, asked) : undefined;
      return heir === undefined ? fix : { op: 'manual', instructions: `service \`${heir}\` extends this one and would get it, too` };
    });
    return { ...each, edit: { ...edit, fixes } };
  });
}

interface Asked {
  readonly file: string;
  readonly fix: Fix & { readonly path: Path };
  /** Path of the object that asked. */
  readonly at: Path;
}

/** The name of an heir that would get what it did not ask for. */
function heirWithout(
  fix: Fix & { readonly path: Path },
  file: string,
  source: FileEdit['source'],
  asked: ReadonlyMap<string, readonly Asked[]>,
): string | undefined {
  const at = source?.at ?? [];
  const own = below(fix.path, at);
  return source?.heirs?.find(({ standsAt, overrides }) => {
    if (own !== undefined && overrides(own)) return false;
    return !(asked.get(standsAt) ?? []).some((other) => {
      const there = own !== undefined && isDeepStrictEqual(below(other.fix.path, other.at), own);
      // What the heir is given itself counts before what it inherits.
      if (there && other.fix.op === 'set' && fix.op === 'set' && !isCollection(givenBy(other.fix))) return true;
      if (other.fix.op !== fix.op || !isDeepStrictEqual(givenBy(other.fix), givenBy(fix))) return false;
      return there || (other.file === file && isDeepStrictEqual(other.fix.path, fix.path));
    });
  })?.name;
}

/** The path within the object; undefined where it leads elsewhere. */
function below(path: Path, at: Path): Path | undefined {
  return at.every((step, index) => path[index] === step) ? path.slice(at.length) : undefined;
}

function givenBy(fix: Fix): unknown {
  return 'value' in fix ? fix.value : undefined;
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
