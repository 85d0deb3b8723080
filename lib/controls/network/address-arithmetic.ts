import type { Requirement, Rule } from '../requirement';

/** The first minor version whose API servers have `cidr()` in every expression: it came with v1.30, and one version later for new policies. */
const FROM = 31;

/** A rule whose CEL needs arithmetic of addresses: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library */
export function withAddressArithmetic(rule: Rule): Requirement {
  const without: Rule = { ...rule, cel: { impossible: 'API servers before v1.31 have no arithmetic of addresses.' } };
  return { changes: [FROM], at: (minor) => [minor < FROM ? without : rule] };
}
