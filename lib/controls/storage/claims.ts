import { type Emit, isObject, type Json, type KindRef, malformed, type Path, type Subject, UNKNOWN, unknown } from '../requirement';

export const CLAIM: KindRef = { group: '', kind: 'PersistentVolumeClaim' };
const STATEFUL_SET: KindRef = { group: 'apps', kind: 'StatefulSet' };

/** What holds claims: the object itself, or a StatefulSet with templates of them. */
export const CLAIM_HOLDERS: readonly KindRef[] = [CLAIM, STATEFUL_SET];

/** The spec of a claim, and where it is. */
export interface ClaimSpec {
  readonly spec: Json;
  readonly path: Path;
}

/** The claims of an object; undefined where it holds none. What cannot be judged is emitted. */
export function claimsOf({ object, group, kind }: Subject, emit: Emit): readonly ClaimSpec[] | undefined {
  const { spec } = object;
  if (group === CLAIM.group && kind === CLAIM.kind) return isObject(spec) ? [{ spec, path: ['spec'] }] : undefined;
  if (group !== STATEFUL_SET.group || kind !== STATEFUL_SET.kind || !isObject(spec)) return undefined;
  const at = ['spec', 'volumeClaimTemplates'];
  const templates: unknown = spec.volumeClaimTemplates ?? undefined;
  if (templates === undefined) return undefined;
  if (!Array.isArray(templates)) {
    emit(templates === UNKNOWN ? unknown(at, 'a list') : malformed(at, templates, 'a list'));
    return [];
  }
  const found: ClaimSpec[] = [];
  for (const [index, template] of templates.entries())
    if (isObject(template) && isObject(template.spec)) found.push({ spec: template.spec, path: [...at, index, 'spec'] });
    else emit(template === UNKNOWN ? unknown([...at, index], 'a claim') : malformed([...at, index], template, 'a claim with a spec'));
  return found;
}

/** CEL over a claim's spec `c`, asked of the object itself or of each template. */
export function celOfClaims(test: (spec: string) => string): string {
  return (
    `object.kind == 'PersistentVolumeClaim' ? (${test('object.spec')}) : ` +
    `(!has(object.spec.volumeClaimTemplates) || object.spec.volumeClaimTemplates.all(t, ${test('t.spec')}))`
  );
}
