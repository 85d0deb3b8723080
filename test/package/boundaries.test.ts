import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const lib = join(__dirname, '../../lib');

/** What each room may import, beside itself and lib/errors.ts. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  controls: [],
  // A profile may be a file.
  profiles: ['controls', 'engine', 'kubernetes', 'sources'],
  engine: ['controls', 'profiles'],
  containers: ['controls'],
  sources: ['containers', 'controls'],
  reporters: ['controls', 'engine', 'profiles'],
  reachability: ['controls', 'engine'],
  policies: ['controls', 'engine', 'profiles'],
  documentation: ['containers', 'controls', 'engine', 'profiles', 'policies'],
  docker: ['containers', 'controls', 'engine', 'profiles', 'reporters'],
  cli: ['containers', 'controls', 'documentation', 'engine', 'policies', 'profiles', 'reachability', 'reporters', 'sources'],
  'cdk8s-cli': ['cli', 'controls', 'engine', 'profiles', 'reporters'],
};
/** Rooms that no audit may load. */
const HEAVY = /^(cdk8s|cdk8s-plus-\d+|constructs|@pulumi\/.*)$/;

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (path.endsWith('.ts')) yield path;
  }
}

const STATEMENT = /^(import|export) (type )?[^;]*?from '([^']+)';/gm;

function importsOf(file: string): { readonly target: string; readonly typeOnly: boolean }[] {
  return [...readFileSync(file, 'utf8').matchAll(STATEMENT)].map(([, , type, target = '']) => ({ target, typeOnly: type !== undefined }));
}

test.each(Object.entries(ALLOWED))('%s imports only what lies before it', (room, allowed) => {
  const wrong: string[] = [];
  for (const file of filesIn(join(lib, room))) {
    for (const { target } of importsOf(file).filter((each) => each.target.startsWith('.'))) {
      const [other = ''] = relative(lib, resolve(dirname(file), target)).split('/');
      if (other !== room && other !== 'errors' && !allowed.includes(other)) wrong.push(`${relative(lib, file)} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** What the rooms of isolation in lib/kubernetes may import of each other. */
const ISOLATION: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  certificates: [],
  secrets: ['runtime'],
  // Both write into pods and say it by the same error.
  network: ['secrets'],
  tenant: ['network', 'runtime'],
};

test.each(Object.entries(ISOLATION))('kubernetes/%s imports of its neighbours only what lies before it', (room, allowed) => {
  const kubernetes = join(lib, 'kubernetes');
  const wrong: string[] = [];
  for (const file of filesIn(join(kubernetes, room)))
    for (const { target } of importsOf(file).filter((each) => each.target.startsWith('.'))) {
      const [other = ''] = relative(kubernetes, resolve(dirname(file), target)).split('/');
      if (other in ISOLATION && other !== room && !allowed.includes(other)) wrong.push(`${relative(lib, file)} imports ${target}`);
    }
  expect(wrong).toEqual([]);
});

test.each(Object.keys(ALLOWED).filter((room) => room !== 'docker'))('%s loads neither cdk8s nor Pulumi', (room) => {
  const wrong = [...filesIn(join(lib, room))].flatMap((file) =>
    importsOf(file)
      .filter(({ target, typeOnly }) => HEAVY.test(target) && !typeOnly)
      .map(({ target }) => `${relative(lib, file)} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});
