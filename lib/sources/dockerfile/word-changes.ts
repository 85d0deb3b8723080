import type { TextEdit } from '../yaml/edit/text-edits';

/** How far words are looked for again after a change. */
const REACH = 24;

/** The changes, word by word, that make one text the other. */
export function wordChanges(before: string, after: string): readonly TextEdit[] {
  const old = tokens(before);
  const fresh = tokens(after);
  const changes: TextEdit[] = [];
  let i = 0;
  let j = 0;
  let at = 0;
  while (i < old.length || j < fresh.length) {
    if (old[i] === fresh[j]) {
      at += old[i]?.length ?? 0;
      i++;
      j++;
      continue;
    }
    const [taken, added] = nextMatch(old, i, fresh, j);
    const gone = old.slice(i, i + taken).join('');
    changes.push(trimmed(at, gone, fresh.slice(j, j + added).join('')));
    at += gone.length;
    i += taken;
    j += added;
  }
  return changes;
}

function tokens(text: string): readonly string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** How many tokens were taken away and added before both texts go on alike. */
function nextMatch(old: readonly string[], i: number, fresh: readonly string[], j: number): readonly [number, number] {
  for (let sum = 1; sum <= REACH; sum++)
    for (let taken = 0; taken <= sum; taken++) {
      const added = sum - taken;
      if (i + taken <= old.length && j + added <= fresh.length && alike(old, i + taken, fresh, j + added)) return [taken, added];
    }
  return [old.length - i, fresh.length - j];
}

function alike(old: readonly string[], i: number, fresh: readonly string[], j: number): boolean {
  return [0, 1, 2].every((ahead) => old[i + ahead] === fresh[j + ahead]);
}

/** Without what both begin and end with. */
function trimmed(at: number, gone: string, added: string): TextEdit {
  let front = 0;
  while (front < gone.length && front < added.length && gone[front] === added[front]) front++;
  let back = 0;
  while (back < gone.length - front && back < added.length - front && gone.at(-1 - back) === added.at(-1 - back)) back++;
  return { start: at + front, end: at + gone.length - back, text: added.slice(front, added.length - back) };
}
