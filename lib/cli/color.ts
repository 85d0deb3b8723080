import type { Output, Terminal } from './invocation';

/** Colours are for terminals; `NO_COLOR` forbids and `FORCE_COLOR` demands them (no-color.org, force-color.org). */
export function wantsColor({ isTTY }: Output, { NO_COLOR, FORCE_COLOR, TERM }: Terminal['env']): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR && FORCE_COLOR !== '0') return true;
  return isTTY === true && TERM !== 'dumb';
}
