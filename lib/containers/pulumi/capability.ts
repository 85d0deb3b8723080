/**
 * A capability as the engine stores it: `ALL`, or `CAP_X` in capitals. The provider compares what is written with what the
 * engine answers, so that any other spelling shows a change at each `up`, and replaces the container.
 */
export function canonicalCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}
