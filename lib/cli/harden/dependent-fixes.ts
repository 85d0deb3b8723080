import { ONLY_OVERRIDE, type Reader } from './planned-fixes';
import type { Withheld } from './withheld';

/** What would stop a container by itself, and is right only together with another field. */
const NEEDS: Readonly<Record<string, { readonly field: string; readonly words: string }>> = {
  memorySwap: { field: 'memory', words: 'an engine refuses a limit of swap without one of memory' },
  readOnly: { field: 'tmpfs', words: 'what it writes needs its tmpfs first' },
  capDrop: { field: 'user', words: 'root without capabilities starts few images' },
  secrets: { field: 'user', words: 'only its user can read the file then' },
};

/** Withholds what was chosen because of another change, where that one is not made. */
export function withholdDependents(readers: readonly Reader[], withheld: Withheld): void {
  for (const { fixes } of readers) {
    for (const planned of fixes) {
      const need = planned.field === undefined ? undefined : NEEDS[planned.field];
      if (need === undefined || withheld.has(planned)) continue;
      const missing = fixes.find((each) => each.field === need.field && withheld.has(each) && withheld.get(each) !== ONLY_OVERRIDE);
      if (missing !== undefined) withheld.set(planned, `${need.words}, and that was not written: ${withheld.get(missing) ?? ''}`);
    }
  }
}
