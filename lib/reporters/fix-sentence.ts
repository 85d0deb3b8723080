import { type Fix, formatPath } from '../controls/requirement';

/** A fix as a sentence for whoever makes it by hand. */
export function fixSentence(fix: Fix): string {
  switch (fix.op) {
    case 'set':
      return `set ${formatPath(fix.path)} to ${JSON.stringify(fix.value)}`;
    case 'append':
      return `add ${JSON.stringify(fix.value)} to ${formatPath(fix.path)}`;
    case 'remove':
      return `remove ${formatPath(fix.path)}`;
    case 'create': {
      const { kind, metadata } = fix.object as { readonly kind?: unknown; readonly metadata?: { readonly name?: unknown } };
      return `add a ${String(kind)} ${String(metadata?.name ?? '')}`.trimEnd();
    }
    case 'manual':
      return fix.instructions;
  }
}
