import { TemperedError } from 'tempered';

describe('TemperedError', () => {
  test('carries a code, a message, a hint and its cause', () => {
    const cause = new Error('ENOENT');
    const error = new TemperedError('unreadable-file', 'deploy.yaml cannot be read', { hint: 'Check the path.', cause });
    expect(error).toMatchObject({
      name: 'TemperedError',
      code: 'unreadable-file',
      message: 'deploy.yaml cannot be read',
      hint: 'Check the path.',
    });
    expect(error.cause).toBe(cause);
  });

  test('is recognised when it comes from another copy of the package', () => {
    let foreign: unknown;
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof import('tempered')>('tempered');
      foreign = new copy.TemperedError('unknown-control', 'no such control');
    });
    expect(foreign).not.toBeInstanceOf(TemperedError);
    expect(TemperedError.is(foreign)).toBe(true);
  });

  test.each([new Error('other'), { code: 'unknown-control', message: 'looks alike' }, null, undefined, 'text'])(
    'is not confused with %p',
    (value) => {
      expect(TemperedError.is(value)).toBe(false);
    },
  );
});
