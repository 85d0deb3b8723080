import type { Json } from '../requirement';

const KEY = '[\\w./-]+';
const QUOTED = `(?:'[^']*'|"[^"]*")`;
/** `has(key)`, `key == 'value'`, `key in {'a', 'b'}` and their negations. */
const TERM = new RegExp(
  `^(?:(!?)\\s*has\\(\\s*(${KEY})\\s*\\)|(${KEY})\\s*(==|!=)\\s*(${QUOTED})|(${KEY})\\s+(not\\s+in|in)\\s*\\{\\s*((?:${QUOTED}\\s*,?\\s*)*)\\})$`,
);

/**
 * A selector of Calico as a LabelSelector; undefined where it is more than one: alternatives, parts of values, negations of several.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
 */
export function labelSelectorOf(selector: string): Json | undefined {
  const text = selector.trim();
  if (text === '' || text === 'all()') return {};
  const matchLabels: Record<string, string> = {};
  const matchExpressions: Json[] = [];
  for (const part of text.split('&&').map((each) => each.trim())) {
    if (part === 'all()') continue;
    const [, not, present, key = '', sign, value = '', member = '', how, set = ''] = TERM.exec(part) ?? [];
    if (present !== undefined) matchExpressions.push({ key: present, operator: not === '!' ? 'DoesNotExist' : 'Exists' });
    else if (sign === '==' && matchLabels[key] === undefined) matchLabels[key] = unquoted(value);
    else if (sign !== undefined) matchExpressions.push({ key, operator: sign === '==' ? 'In' : 'NotIn', values: [unquoted(value)] });
    else if (how !== undefined)
      matchExpressions.push({
        key: member,
        operator: how === 'in' ? 'In' : 'NotIn',
        values: (set.match(new RegExp(QUOTED, 'g')) ?? []).map(unquoted),
      });
    else return undefined;
  }
  return { matchLabels, matchExpressions };
}

function unquoted(text: string): string {
  return text.slice(1, -1);
}
