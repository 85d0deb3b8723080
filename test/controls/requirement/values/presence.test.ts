import { notEmpty } from '../../../../lib/controls/requirement';

describe('notEmpty', () => {
  const { accepts } = notEmpty<object | string>('Write something.');

  test.each([[{ user: 'web' }], [['web']], ['web'], [{ user: null, role: '' }]])('accepts %j', (value) => {
    expect(accepts(value)).toBe(true);
  });

  test.each([[{}], [[]], [''], [{ user: null }], [{ user: undefined }]])(
    'does not accept %j: an API server finds nothing there',
    (value) => {
      expect(accepts(value)).toBe(false);
    },
  );
});
