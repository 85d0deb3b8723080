import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { controlById } from '../lib/controls/catalogue';
import { literalCredential } from '../lib/controls/credential';
import { isObject } from '../lib/controls/requirement';
import { audit } from '../lib/engine/audit';
import { isKubernetesObject, resource } from '../lib/engine/resource';
import { defineProfile } from '../lib/profiles';

/** The manifests of other projects that the repository carries. */
export const CORPUS = join(__dirname, '../test/fixtures/corpus');

/** The controls that find a credential by reading values. */
const READING = ['sensitive-env-value', 'secret-in-config-map', 'secret-in-command', 'secret-manifest'] as const;
const profile = defineProfile({
  name: 'credentials',
  controls: Object.fromEntries(READING.map((id) => [controlById(id).id, 'warn'])),
});

/** What was taken for a credential, and why: never what it is. */
export interface Suspicion {
  readonly file: string;
  readonly place: string;
  readonly because: string;
}

/** How many values were read in a folder of manifests, and what of them was taken for a credential. */
export interface CredentialCount {
  /** Every text of every document. */
  readonly values: number;
  /** By the name, the format or the randomness of a value, wherever it stands: more than the controls read. */
  readonly suspected: readonly Suspicion[];
  /** By the controls, of the objects of Kubernetes. */
  readonly findings: readonly Suspicion[];
}

/** Reads every YAML file below a folder; what does not parse is left out. */
export function countCredentials(folder: string): CredentialCount {
  let values = 0;
  const suspected: Suspicion[] = [];
  const findings: Suspicion[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  for (const file of files.sort()) {
    const documents = documentsOf(join(folder, file));
    for (const [name, value] of documents.flatMap((each) => [...textsOf(each)])) {
      values++;
      const because = literalCredential(name, value);
      if (because !== undefined) suspected.push({ file, place: name ?? '', because });
    }
    const objects = documents.flatMap((each) => (isObject(each) && Array.isArray(each.items) ? each.items : [each]));
    const resources = objects.filter(isKubernetesObject).map((each) => resource(each));
    for (const { control, path, resource: of } of audit(resources, { profile, today: '2026-01-01' }).findings)
      findings.push({ file, place: `${of.kind} ${of.name} ${path.join('.')}`, because: control });
  }
  return { values, suspected, findings };
}

function documentsOf(path: string): readonly unknown[] {
  try {
    return loadAll(readFileSync(path, 'utf8'));
  } catch {
    return []; // a template of Helm, or no YAML at all
  }
}

/** Every text with its name: its key, or what stands beside it as `name`. */
function* textsOf(node: unknown, key?: string): Generator<readonly [string | undefined, string]> {
  if (typeof node === 'string') yield [key, node];
  else if (Array.isArray(node)) for (const each of node) yield* textsOf(each, key);
  else if (isObject(node)) {
    const { name, value } = node;
    if (typeof name === 'string' && typeof value === 'string') yield [name, value];
    else for (const each of Object.keys(node)) yield* textsOf(node[each], each);
  }
}

/** Prints how often an ordinary value is taken for a credential: of the repository's manifests, or of those in `CREDENTIAL_CORPUS`. */
export function countCredentialsAloud(): void {
  const folder = process.env.CREDENTIAL_CORPUS ?? CORPUS;
  const { values, suspected, findings } = countCredentials(folder);
  console.log(`credentials: ${values} values, ${suspected.length} suspected, ${findings.length} findings of the controls`);
  for (const [heading, list] of [
    ['suspected', suspected],
    ['findings', findings],
  ] as const)
    for (const { file, place, because } of list) console.log(`  ${heading}: ${file}: ${place}: ${because}`);
}
