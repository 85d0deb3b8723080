/**
 * Reads and judges 10,000 objects of real YAML, beside kubeconform and kube-score on the same files, each as a whole
 * process. The other two are installed by `conformance/judges/install.sh kubeconform kube-score schemas`; without them
 * only our own line is printed.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { race, run } from './race';

const root = join(__dirname, '..');
const judges = process.env.TEMPERED_JUDGES ?? join(homedir(), '.cache/tempered-judges');
const OBJECTS = 10_000;

/** The manifests of Online Boutique, again and again under other names, 350 objects a file. */
function makeManifests(folder: string): { readonly objects: number; readonly bytes: number } {
  const text = readFileSync(join(root, 'test/fixtures/corpus/online-boutique/manifests.yaml'), 'utf8');
  const perCopy = text.split(/^kind:/m).length - 1;
  const copies = Math.ceil(OBJECTS / perCopy);
  for (let copy = 0; copy < copies; copy++) {
    const renamed = text.replace(/^( *(?:name|app): )([a-z][a-z-]*)$/gm, `$1$2-${copy}`);
    const file = join(folder, `${String(Math.floor(copy / 10)).padStart(3, '0')}.yaml`);
    writeFileSync(file, `${renamed}\n---\n`, { flag: 'a' });
  }
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { objects: copies * perCopy, bytes };
}

export function benchmarkAudit(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-bench-'));
  try {
    const manifests = join(folder, 'manifests');
    mkdirSync(manifests);
    const { objects, bytes } = makeManifests(manifests);
    const files = readdirSync(manifests).map((name) => join(manifests, name));
    const main = join(root, 'dist/cli/main.js');
    if (!existsSync(main)) throw new Error('the command is not built: npm run build');
    const findings = [1];
    const programs = new Map<string, () => void>([
      ['tempered audit', () => run('node', [main, 'audit', manifests, '--format', 'json'], findings)],
      [
        'tempered audit, 18 Pod Security controls',
        () => run('node', [main, 'audit', manifests, '--format', 'json', '--profile', 'pod-security-restricted'], findings),
      ],
    ]);
    const kubeconform = join(judges, 'bin/kubeconform');
    if (existsSync(kubeconform))
      programs.set('kubeconform -strict', () =>
        run(
          kubeconform,
          ['-strict', '-n', '2', '-kubernetes-version', '1.37.0', '-schema-location', join(judges, 'bin/schemas'), ...files],
          [0],
        ),
      );
    const kubeScore = join(judges, 'bin/kube-score');
    if (existsSync(kubeScore)) programs.set('kube-score', () => run(kubeScore, ['score', '-o', 'json', ...files], findings));
    console.log(`audit of ${objects} objects, ${(bytes / 1e6).toFixed(1)} MB of YAML; best of three, whole processes`);
    const best = race(programs);
    const ours = best.get('tempered audit') ?? Number.NaN;
    for (const [name, seconds] of best)
      console.log(
        `  ${name.padEnd(42)} ${seconds.toFixed(2)} s  ${(bytes / 1e6 / seconds).toFixed(1)} MB/s  ${(seconds / ours).toFixed(2)} × tempered audit`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
