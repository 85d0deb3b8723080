import fc from 'fast-check';
import type { Json } from '../../../lib/controls/requirement';
import { cachedByList } from '../../../lib/controls/requirement';
import { labelsOf, selects } from '../../../lib/controls/workload/label-selector';
import { labelIndex, selectorIndex } from '../../../lib/controls/workload/neighbour-index';

const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'part'), fc.constantFrom('web', 'api', 'db'));
const selector = fc.option(
  fc.record(
    { matchLabels: labels, matchExpressions: fc.constant([{ key: 'app', operator: 'NotIn', values: ['db'] }]) },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);

test('an index of selectors finds what a look at each of them finds', () => {
  fc.assert(
    fc.property(fc.array(selector, { maxLength: 8 }), labels, (selectors, given) => {
      const objects: readonly Json[] = selectors.map((each, id) => ({ id, selector: each }));
      const found = selectorIndex(objects, (object) => object.selector).selecting(given);
      expect(new Set(found)).toEqual(new Set(objects.filter((each) => selects(each.selector, given))));
    }),
  );
});

test('an index of labels finds what a look at each of them finds', () => {
  fc.assert(
    fc.property(fc.array(labels, { maxLength: 8 }), selector, (all, asked) => {
      const objects: readonly Json[] = all.map((each) => ({ metadata: { labels: each } }));
      const found = labelIndex(objects, (object) => object).selectedBy(asked);
      expect(found).toEqual(objects.filter((each) => selects(asked, labelsOf(each))));
    }),
  );
});

test('an index looks only at the objects that share the rarest label', () => {
  let looks = 0;
  const objects: readonly Json[] = Array.from({ length: 100 }, (_, id) => ({
    get selector() {
      looks++;
      return { matchLabels: { part: 'shop', app: `app-${id}` } };
    },
  }));
  const index = selectorIndex(objects, (object) => object.selector);
  looks = 0;
  expect(index.selecting({ part: 'shop', app: 'app-7' })).toEqual([objects[7]]);
  expect(looks).toBe(1);
});

test('an index is made once for a list, and anew when the list has grown', () => {
  const made: number[] = [];
  const indexOf = cachedByList((list) => made.push(list.length));
  const list: Json[] = [{}];
  indexOf(list);
  indexOf(list);
  list.push({});
  indexOf(list);
  expect(made).toEqual([1, 2]);
});
