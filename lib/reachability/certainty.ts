/**
 * Whether something matches. `maybe`: it depends on what is not written down, such as the address that a pod will have.
 * What is only possible counts for an allowing rule and not for a denying one, so that no open way is missed.
 */
export type Match = 'yes' | 'maybe' | 'no';

/** Both must match. */
export function both(a: Match, b: Match): Match {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'maybe';
}

/** One of them must match. */
export function anyOf<T>(all: readonly T[], match: (each: T) => Match): Match {
  let best: Match = 'no';
  for (const each of all) {
    const one = match(each);
    if (one === 'yes') return 'yes';
    if (one === 'maybe') best = 'maybe';
  }
  return best;
}

export function not(match: Match): Match {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : 'maybe';
}

export function matchOf(holds: boolean): Match {
  return holds ? 'yes' : 'no';
}
