import { Environment } from '@marcbachmann/cel-js';
import { blockCovers } from '../../lib/controls/network/addresses';
import type { Cel, Json, Rule } from '../../lib/controls/requirement';
import { compareQuantities } from '../../lib/controls/requirement/quantity';
import { POD_VARIABLES } from '../../lib/policies/variables';

class Quantity {
  constructor(readonly text: string) {}
}

class Cidr {
  constructor(readonly text: string) {}
}

/** A CEL evaluator with what an API server adds to the language, as far as the catalogue uses it. */
export const celEnvironment = new Environment({ unlistedVariablesAreDyn: true })
  .registerType('Quantity', { ctor: Quantity, fields: { text: 'string' } })
  .registerFunction('quantity(string): Quantity', (text: string) => new Quantity(text))
  .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) => compareQuantities(a.text, b.text) > 0)
  .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => compareQuantities(a.text, b.text) < 0)
  .registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) => BigInt(Math.sign(compareQuantities(a.text, b.text))))
  .registerType('CIDR', { ctor: Cidr, fields: { text: 'string' } })
  .registerFunction('cidr(string): CIDR', (text: string) => new Cidr(text))
  .registerFunction('CIDR.containsCIDR(string): bool', (a: Cidr, b: string) => blockCovers(a.text, b))
  .registerFunction('CIDR.containsIP(string): bool', (a: Cidr, b: string) => blockCovers(a.text, b));

/** Evaluates a rule's CEL on an object as an API server would: variables first, then the expression. */
export function evaluateCel(rule: Rule, cel: Cel, object: Json): { readonly passes: boolean; readonly offenders: readonly string[] } {
  const variables: Record<string, unknown> = {};
  const asCel = toCel(object);
  const run = (expression: string): unknown => celEnvironment.evaluate(expression, { object: asCel, variables });
  for (const { name, expression } of [...(rule.reads === 'pod' ? POD_VARIABLES : []), ...(cel.variables ?? [])])
    variables[name] = run(expression);
  return { passes: run(cel.expression) === true, offenders: run(cel.offenders) as readonly string[] };
}

/** As an API server reads JSON: integers are int, not double, and a key whose value is null is not there. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== null)
        .map(([key, each]) => [key, toCel(each)]),
    );
  return value;
}
