import type { Fix, Json, Path } from '../../controls/requirement';
import { applyEdit, type Edit, isEdit, valueAt } from '../../engine/apply-fix';
import { copyOf } from '../../engine/copy';
import type { Finding } from '../../engine/finding';

/** One change of an object as it is written, and the findings that it repairs. */
export interface OriginalFix {
  readonly fix: Fix;
  /** The field of the normal form that it changes, where what is written is one. */
  readonly field?: string;
  readonly findings: readonly Finding[];
}

interface Pending {
  readonly edit: Edit;
  readonly findings: Finding[];
}

/**
 * Turns the rounds of a hardening into changes of the object as it was given.
 *
 * A path of a later round speaks of what the rounds before made: an element may have moved up, since the one before it was taken away,
 * or lie in something that was only just written. Text is changed once, so that all paths must speak of what is written there.
 */
export function originalFixes(given: Json, rounds: readonly (readonly Finding[])[]): readonly OriginalFix[] {
  const replay = new Replay(given);
  for (const round of rounds) replay.round(round);
  return replay.result();
}

class Replay {
  private readonly object: Json;
  /** Where the elements of a list stood at first; absent where none was taken away. */
  private readonly origins = new Map<unknown, number[]>();
  /** What was written by an earlier change: that change's value grows, in place of a change of its own. */
  private readonly written = new Map<unknown, Pending>();
  private readonly pending: Pending[] = [];

  constructor(given: Json) {
    this.object = copyOf(given);
  }

  round(findings: readonly Finding[]): void {
    // All paths of a round speak of the object as it is now.
    const located = findings.flatMap((finding) =>
      isEdit(finding.fix) ? [{ finding, edit: finding.fix, place: this.locate(finding.fix.path) }] : [],
    );
    for (const each of inOrderOfApplication(located)) this.apply(each.finding, each.edit, each.place);
  }

  result(): readonly OriginalFix[] {
    return this.pending.map(({ edit, findings }) => ({ fix: edit, findings }));
  }

  private locate(path: Path): Path | Pending {
    const original: (string | number)[] = [];
    let node: unknown = this.object;
    for (const step of path) {
      const writer = this.written.get(node);
      if (writer !== undefined) return writer;
      original.push(typeof step === 'number' ? (this.origins.get(node)?.[step] ?? step) : step);
      node = valueAt(node as Json, [step]);
    }
    return original;
  }

  private apply(finding: Finding, edit: Edit, place: Path | Pending): void {
    const list = edit.op === 'remove' ? valueAt(this.object, edit.path.slice(0, -1)) : undefined;
    const index = edit.path.at(-1);
    if (Array.isArray(list) && typeof index === 'number') {
      const origins = this.origins.get(list) ?? Array.from(list, (_, at) => at);
      origins.splice(index, 1);
      this.origins.set(list, origins);
    }
    applyEdit(this.object, edit);
    if ('edit' in place) {
      place.findings.push(finding);
      return;
    }
    const there = valueAt(this.object, edit.path);
    const value = edit.op === 'append' && Array.isArray(there) ? (there.at(-1) as unknown) : there;
    const pending: Pending = {
      edit: edit.op === 'remove' ? { op: 'remove', path: place } : { op: edit.op, path: place, value },
      findings: [finding],
    };
    if (edit.op !== 'remove' && typeof value === 'object') this.written.set(value, pending);
    this.pending.push(pending);
  }
}

/** Elements are taken away last, the highest index first: so the indices of one round hold. */
function inOrderOfApplication<T extends { readonly edit: Edit }>(edits: readonly T[]): readonly T[] {
  const index = ({ edit }: T): number => {
    const last = edit.op === 'remove' ? edit.path.at(-1) : undefined;
    return typeof last === 'number' ? last : Number.POSITIVE_INFINITY;
  };
  return [...edits].sort((a, b) => (index(a) === index(b) ? 0 : index(b) - index(a)));
}
