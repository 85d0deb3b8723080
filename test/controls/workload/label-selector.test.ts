import { evaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { celSelects, selects } from '../../../lib/controls/workload/label-selector';

const key = fc.constantFrom('app', 'tier');
const value = fc.constantFrom('web', 'api');
const labels = fc.dictionary(key, value);
const expression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 2 }) }),
  fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) }, { requiredKeys: [] });

describe('a label selector', () => {
  test('that is empty selects everything, and an absent one nothing', () => {
    expect(selects({}, { app: 'web' })).toBe(true);
    expect(selects(undefined, { app: 'web' })).toBe(false);
  });

  test.each([
    ['In', ['web'], true, false],
    ['NotIn', ['web'], false, true],
    ['Exists', undefined, true, false],
    ['DoesNotExist', undefined, false, true],
  ])('with the operator %s', (operator, values, ofWeb, ofNothing) => {
    const asked = { matchExpressions: [{ key: 'app', operator, ...(values && { values }) }] };
    expect(selects(asked, { app: 'web' })).toBe(ofWeb);
    expect(selects(asked, {})).toBe(ofNothing);
  });

  test('selects the same for the API server', () => {
    fc.assert(
      fc.property(selector, labels, (asked, given) => {
        expect(evaluate(celSelects('object.selector', 'object.labels'), { object: { selector: asked, labels: given } })).toBe(
          selects(asked, given),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
