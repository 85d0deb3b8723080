import { inFolder, tempered } from './command-line';

/** What the audit says of one control. */
async function said(control: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  inFolder(files);
  const { out } = await tempered(['audit', '.', '--only', control, '--format', 'json']);
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly message: string }[] };
  return findings.map(({ message }) => message);
}

const service = (text: string): Readonly<Record<string, string>> => ({ 'compose.yaml': `services:\n  y:\n    image: x:1\n${text}` });

describe('what is said of a Compose file', () => {
  test('names the setting of the kernel, wherever it stands in a list', async () => {
    expect(await said('docker-sysctls', service('    sysctls: [net.ipv4.ip_forward=1]\n'))).toEqual([
      expect.stringMatching(/^sysctls\[0\] is "net.ipv4.ip_forward=1"/),
    ]);
  });

  test.each([
    ['test: [NONE]', 'healthcheck.test'],
    ['disable: true', 'healthcheck.disable'],
  ])('of a health check with %s is that it is switched off', async (text, place) => {
    const [message] = await said('docker-healthcheck', service(`    healthcheck: {${text}}\n`));
    expect(message).toBe(`${place} is "switched off", must be a command that is not \`NONE\`, unless the image has one`);
  });

  test('takes a service called y for a name', async () => {
    expect(await said('docker-default-bridge', service('    links: [y]\n'))).toEqual(['links is [y], must be absent']);
  });

  test('names a port of an image once, and where', async () => {
    const files = { 'compose.yaml': 'services:\n  ssh:\n    build: .\n', Dockerfile: 'FROM scratch\nEXPOSE 22\n' };
    expect(await said('docker-ssh-port', files)).toEqual(['expose is "22, by the image", must be other than 22']);
    expect(await said('docker-ssh-port', { ...files, 'compose.yaml': `${files['compose.yaml']}    expose: [22]\n` })).toEqual([
      'expose[0] is 22, must be other than 22',
    ]);
  });
});
