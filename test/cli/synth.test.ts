import { readFileSync } from 'node:fs';
import { HOST_NETWORK_POD, inFolder, SAFE_POD, STANDARD, tempered } from './command-line';

/** An app that writes a manifest to where cdk8s apps write theirs. */
const app = (manifest: string): string => `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync(process.env.CDK8S_OUTDIR, { recursive: true });
writeFileSync(process.env.CDK8S_OUTDIR + '/app.k8s.yaml', ${JSON.stringify(manifest)});
console.log('synthesized');
`;

describe('synth', () => {
  test('runs the app of cdk8s.yaml and audits what it wrote', async () => {
    inFolder({ 'cdk8s.yaml': 'language: typescript\napp: node app.js\n', 'app.js': app(HOST_NETWORK_POD) });
    const { code, out, err } = await tempered(['synth', ...STANDARD]);
    expect(code).toBe(1);
    expect(out).toContain('dist/app.k8s.yaml:7:3  high  host-network');
    expect(readFileSync('dist/app.k8s.yaml', 'utf8')).toBe(HOST_NETWORK_POD);
    expect(err).toContain('synthesized');
  });

  test('keeps what the app prints out of the report', async () => {
    inFolder({ 'cdk8s.yaml': 'app: node app.js\noutput: out\n', 'app.js': app(SAFE_POD) });
    const { code, out } = await tempered(['synth', ...STANDARD, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).summary).toMatchObject({ files: 1, resources: 1, findings: 0 });
  });

  test('takes command and folder from the command line', async () => {
    inFolder({ 'app.js': app(HOST_NETWORK_POD) });
    const { code, out } = await tempered(['synth', '--app', 'node app.js', '--output', 'manifests', ...STANDARD]);
    expect(code).toBe(1);
    expect(out).toContain('manifests/app.k8s.yaml:7:3');
  });

  test.each([
    ['no app is named', {}, 'there is no app to run: cdk8s.yaml names none'],
    ['cdk8s.yaml is broken', { 'cdk8s.yaml': 'app: [a\nb: c' }, 'cdk8s.yaml:2:'],
    ['the app is no text', { 'cdk8s.yaml': 'language: typescript\napp: [node]' }, 'cdk8s.yaml:2:1: "app" must be a text'],
    ['the app fails', { 'cdk8s.yaml': 'app: node -e "process.exit(3)"' }, '`node -e "process.exit(3)"` ended with 3'],
    ['the app writes nothing', { 'cdk8s.yaml': 'app: node -e 0' }, 'the app wrote nothing to "dist"'],
  ])('exits 2 when %s', async (_, files, message) => {
    inFolder(files);
    const { code, out, err } = await tempered(['synth']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });
});
