import type { IConstruct } from 'constructs';

/**
 * Asks each construct whether it is valid.
 *
 * @throws one error with everything that is wrong, in the words of cdk8s
 */
export function validate(constructs: Iterable<IConstruct>): void {
  const errors: string[] = [];
  for (const construct of constructs) {
    for (const error of construct.node.validate()) errors.push(`[${construct.node.path}] ${error}`);
  }
  // A plain Error with nothing added: programs written for cdk8s compare this text.
  if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}
