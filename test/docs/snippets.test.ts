import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

const root = resolve(__dirname, '../..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))];

interface Snippet {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
}

/**
 * The TypeScript of a page. A snippet with imports stands alone; one without goes on from the first snippet of its page, as a reader
 * would have it in one file.
 */
function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(root, page), 'utf8');
  const found = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1] ?? '',
  }));
  const [first] = found;
  return found.map((each) => (/^import /m.test(each.code) ? each : { ...each, code: `${first?.code}\n${each.code}` }));
}

const snippets = pages.flatMap(snippetsOf);

/** What the compiler says of each snippet, all of them checked at once: each is a file that exists in memory only. */
function complaints(): ReadonlyMap<Snippet, readonly string[]> {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.dev.json'),
    { noEmit: true, incremental: false, tsBuildInfoFile: undefined, noUnusedLocals: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(messageText) },
  );
  const options = config?.options ?? {};
  const files = new Map(snippets.map((each, index) => [join(root, 'docs', `snippet-${index}.ts`), each]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const snippet = files.get(name);
    return snippet === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, `${snippet.code}\nexport {};\n`, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map(
    [...files].map(([name, snippet]) => [
      snippet,
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(name))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ]),
  );
}

function fail(message: string | ts.DiagnosticMessageChain): never {
  throw new Error(ts.flattenDiagnosticMessageText(message, '\n'));
}

test('there are snippets in the README and in docs/', () => {
  expect(snippets.map(({ page }) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/constructs.md']));
});

describe('what the documentation shows compiles', () => {
  const found = complaints();

  test.each(snippets.map((each) => [`${each.page}:${each.line}`, each] as const))('%s', (_, snippet) => {
    expect(found.get(snippet)).toEqual([]);
  });
});
