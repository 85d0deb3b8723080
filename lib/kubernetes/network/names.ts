import type { Selector } from './stated-network';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const WORD = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Whether a namespace can have the name (RFC 1123, as the API server checks it). */
export function isDnsLabel(name: string): boolean {
  return DNS_LABEL.test(name);
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  return WORD.test(name) && rest.length === 0 && (prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix)));
}

/** Whether a label can have the value, which may be empty. */
export function isLabelValue(value: string): boolean {
  return value === '' || WORD.test(value);
}

/** The first label of a selector that nothing can carry, as it is to be shown: in selectors of Calico it would be read as something else. */
export function impossibleLabel({ labels, expressions }: Selector): string | undefined {
  const stated = [
    ...Object.entries(labels).map(([key, value]) => ({ key, values: [value] })),
    ...expressions.map(({ key, values }) => ({ key, values })),
  ];
  for (const { key, values } of stated) {
    if (!isLabelKey(key)) return JSON.stringify(key);
    const wrong = values.find((value) => !isLabelValue(value));
    if (wrong !== undefined) return `${key}=${JSON.stringify(wrong)}`;
  }
  return undefined;
}
