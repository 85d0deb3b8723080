import { HOST_NETWORK_POD, inFolder, STANDARD, tempered } from './command-line';

describe('progress', () => {
  const CLEAR_LINE = '\r\u001b[2K';

  test('is shown at a terminal, and nothing of it stays', async () => {
    inFolder({ 'pod.yaml': HOST_NETWORK_POD });
    const { err } = await tempered(['audit', 'pod.yaml', ...STANDARD], { terminal: true });
    expect(err).toBe(`${CLEAR_LINE}reading …${CLEAR_LINE}judging 1 object …${CLEAR_LINE}`);
  });

  test.each([
    ['a pipe', { terminal: false }],
    ['a terminal that can do nothing', { terminal: true, env: { TERM: 'dumb' } }],
    ['a continuous integration that plays terminal', { terminal: true, env: { CI: 'true' } }],
  ])('is not shown to %s', async (_, given) => {
    inFolder({ 'pod.yaml': HOST_NETWORK_POD });
    expect((await tempered(['audit', 'pod.yaml', ...STANDARD], given)).err).toBe('');
  });

  test('is gone before an error is told', async () => {
    inFolder({ 'pod.yaml': 'kind: Pod\nkind: Pod\n' });
    const { err } = await tempered(['harden', 'pod.yaml', ...STANDARD], { terminal: true });
    expect(err.lastIndexOf(CLEAR_LINE)).toBeLessThan(err.indexOf('pod.yaml:2:1: '));
  });
});
