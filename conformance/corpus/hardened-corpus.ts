import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { run } from '../../lib/cli/run';
import { isKubernetesObject, type Resource, resource } from '../../lib/engine/resource';

/** Manifests of other projects, as they are. */
const CORPUS = join(__dirname, '../../test/fixtures/corpus');

/** A copy of the manifests after `tempered harden --override --write`. */
export interface HardenedCorpus {
  readonly folder: string;
  /** Its YAML files, relative to the folder. */
  readonly files: readonly string[];
  before(file: string): string;
  after(file: string): string;
  /** Hardens once more. */
  again(): Promise<void>;
  remove(): void;
}

export async function hardenedCorpus(): Promise<HardenedCorpus> {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-corpus-'));
  cpSync(CORPUS, folder, { recursive: true });
  const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .map((file) => relative('.', file))
    .filter((file) => /\.ya?ml$/.test(file) && statSync(join(CORPUS, file)).isFile())
    .sort();
  await harden(folder);
  return {
    folder,
    files,
    before: (file) => readFileSync(join(CORPUS, file), 'utf8'),
    after: (file) => readFileSync(join(folder, file), 'utf8'),
    again: () => harden(folder),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const FINDINGS_REMAIN = 1;

async function harden(folder: string): Promise<void> {
  let said = '';
  const silent = { isTTY: false, write: () => {} };
  const code = await run(['harden', '--override', '--write', folder], {
    stdin: async () => Buffer.alloc(0),
    stdout: silent,
    stderr: { isTTY: false, write: (text) => (said += text) },
    env: {},
  });
  if (code > FINDINGS_REMAIN) throw new Error(`tempered harden: ${said}`);
}

/** The Kubernetes objects of a file; other documents (Compose files) are none. */
export function objectsIn(text: string): readonly Resource[] {
  return loadAll(text)
    .flatMap((document) => (isKubernetesObject(document) && Array.isArray(document.items) ? document.items : [document]))
    .filter(isKubernetesObject)
    .map((object) => resource(object));
}
