import { existsSync } from 'node:fs';
import { isObject, type Path } from '../controls/requirement';
import { TemperedError } from '../errors';
import { readDocumentFile } from '../sources/document-file';
import type { ReadError } from '../sources/yaml';

/** What is read of `cdk8s.yaml`. */
export interface Cdk8sConfig {
  /** The command that runs the app. */
  readonly app?: string;
  /** The folder that it writes to. */
  readonly output?: string;
}

const FILE = 'cdk8s.yaml';

/** Reads `cdk8s.yaml` of the current folder; where there is none, nothing is set. */
export function readCdk8sConfig(): Cdk8sConfig {
  if (!existsSync(FILE)) return {};
  const read = readDocumentFile(FILE);
  if ('error' in read) throw unusable(read.error);
  const { value = {}, placeOf } = read;
  const wrong = (path: Path, message: string): TemperedError => unusable({ file: FILE, ...placeOf(path), message });
  if (!isObject(value)) throw wrong([], 'it must be an object with the key "app"');
  const text = (key: string): string | undefined => {
    const setting: unknown = value[key];
    if (setting === undefined || setting === null) return undefined;
    if (typeof setting === 'string') return setting;
    throw wrong([key], `"${key}" must be a text`);
  };
  const [app, output] = [text('app'), text('output')];
  return { ...(app !== undefined && { app }), ...(output !== undefined && { output }) };
}

function unusable({ file, line, column, message }: ReadError): TemperedError {
  return new TemperedError('invalid-config', `${file}:${line}:${column}: ${message}`);
}
