import { not } from '../../../../lib/controls/requirement';

describe('a value other than these', () => {
  const test0 = not(0);

  test.each([[1], [65532], [-1]])('%p passes', (value) => {
    expect(test0.accepts(value)).toBe(true);
  });

  test.each([[0], ['0'], ['1'], [false], [{}], [[]]])('%p does not: of another type it is nothing that the API server takes', (value) => {
    expect(test0.accepts(value)).toBe(false);
  });
});
