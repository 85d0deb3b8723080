import { dirname, isAbsolute, join } from 'node:path';
import { resolved, withDefaults } from '../../containers/compose/interpolation';
import type { FileVariable } from '../../containers/compose/limits';
import { flagOf } from '../../containers/compose/plain-fields';
import { type Path, UNKNOWN } from '../../controls/requirement';
import { readSmallFile } from '../small-file';
import type { SourcePlace } from '../source-object';
import { envLines } from './env-lines';
import { type ComposeNode, child, placeOfOrigin, plain } from './node';

/** What the files give that a service takes variables from. */
export interface EnvFiles {
  readonly variables: ReadonlyMap<string, FileVariable>;
  /** Which of them could not be read, a sentence each. */
  readonly notes: readonly string[];
  /** Where a path stands, if it is one of a variable of such a file. */
  readonly placeOf: (path: Path) => SourcePlace | undefined;
}

/** Reads the files of `env_file` of a service beside its own file, as Compose does: of a name that two give the later one counts. */
export function envFilesOf(service: ComposeNode): EnvFiles {
  const variables = new Map<string, FileVariable>();
  const places = new Map<string, SourcePlace>();
  const notes: string[] = [];
  const written = child(service, 'env_file');
  const items = written?.kind === 'list' ? written.items.map((item, index) => ({ item, at: ['env_file', index] as Path })) : [];
  const all = written?.kind === 'scalar' ? [{ item: written as ComposeNode, at: ['env_file'] as Path }] : items;
  for (const { item, at } of all) {
    const node = item.kind === 'mapping' ? item.entries.get('path') : item;
    const path = resolved(plain(node));
    if (node === undefined || path === undefined || path === null || path === '') continue;
    const { file, line } = placeOfOrigin(node.origin);
    if (path === UNKNOWN || typeof path !== 'string') {
      notes.push(`${file}:${line}: which file the variables come from is known by the environment only; it was not read`);
      continue;
    }
    const name = isAbsolute(path) ? path : join(dirname(node.origin.document.file), path);
    const read = readSmallFile(name);
    if ('problem' in read) {
      const isOptional = item.kind === 'mapping' && flagOf(plain(item.entries.get('required')) ?? true) === false;
      if (!isOptional || read.problem !== 'is not there')
        notes.push(`${file}:${line}: ${name} ${read.problem}, so that the variables which it gives were not judged`);
      continue;
    }
    const isRaw = item.kind === 'mapping' && plain(item.entries.get('format')) === 'raw';
    for (const each of envLines(read.text, isRaw)) {
      variables.set(each.name, { value: each.value === null || isRaw ? each.value : withDefaults(each.value), at: [...at, each.name] });
      places.set(JSON.stringify([...at, each.name]), { file: name, line: each.line, column: 1 });
    }
  }
  return { variables, notes, placeOf: (path) => places.get(JSON.stringify(path)) };
}
