import fc from 'fast-check';

/** A node of a random document: what it looks like is decided here, what it means is left to the readers. */
export type Shape =
  | { readonly kind: 'scalar'; readonly source: string }
  | { readonly kind: 'block'; readonly lines: readonly string[]; readonly chomp: '' | '-' }
  | { readonly kind: 'map'; readonly entries: readonly Part[] }
  | { readonly kind: 'list'; readonly items: readonly Part[] };

interface Part {
  readonly key: string;
  readonly value: Shape;
  readonly before: 'nothing' | 'comment' | 'blank' | 'blank and comment';
  readonly trailing: boolean;
}

export interface Layout {
  readonly indent: 2 | 4;
  readonly dashOffset: 0 | 2;
  readonly eol: '\n' | '\r\n';
  readonly finalBreak: boolean;
}

/** A comment of a random document, with the path that it belongs to. */
export interface Comment {
  readonly text: string;
  readonly owner: readonly (string | number)[];
}

export interface RandomDocument {
  readonly text: string;
  readonly comments: readonly Comment[];
}

// Everything that YAML 1.1, 1.2 and JSON read differently, beside what manifests are made of.
export const INLINE_SOURCES = [
  'nginx',
  'a b',
  '"quoted"',
  "'single'",
  "'it''s'",
  '"esc \\" \\n"',
  '1',
  '0',
  '-7',
  '1.5',
  '1e3',
  '0644',
  '0o17',
  '0x1F',
  '1_000',
  'true',
  'false',
  'yes',
  'Off',
  'y',
  'null',
  '~',
  '',
  '.5',
  '1:30',
  '2001-01-01',
  '100m',
  '64Mi',
  '"0644"',
  '{}',
  '[]',
  '{a: 1, b: yes}',
  '[x, "y", 3]',
  '{ a: {b: [1]} }',
  '["NET_ADMIN"]',
  '!!str 12',
  '!local v',
  'http://x/y#z',
  '<<',
  '=',
  'a: b'.replace(': ', ':'),
  '@'.replace('@', '"@"'),
  '- x'.replace('- ', '-'),
] as const;

const KEYS = ['a', 'b', 'name', 'image', 'securityContext', 'x-y', '"quoted key"', 'on', '8080', 'z.io/k'] as const;

const { node } = fc.letrec<{ node: Shape; map: Shape; list: Shape; part: Part }>((tie) => ({
  part: fc.record({
    key: fc.constantFrom(...KEYS),
    value: tie('node'),
    before: fc.constantFrom('nothing', 'nothing', 'nothing', 'comment', 'blank', 'blank and comment'),
    trailing: fc.boolean(),
  }),
  map: fc.uniqueArray(tie('part'), { selector: ({ key }) => key, minLength: 1, maxLength: 4 }).map((entries) => ({ kind: 'map', entries })),
  list: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((items) => ({ kind: 'list', items })),
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...INLINE_SOURCES).map((source): Shape => ({ kind: 'scalar', source })),
    fc.record({
      kind: fc.constant('block' as const),
      lines: fc.array(fc.constantFrom('text', '  deeper', '# no comment', ''), { minLength: 1, maxLength: 3 }),
      chomp: fc.constantFrom('' as const, '-' as const),
    }),
    tie('map'),
    tie('list'),
  ),
}));

/** A block mapping with comments, blank lines and every scalar that is read in its own way. */
export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .record({
    root: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom(...KEYS),
        value: node,
        before: fc.constantFrom('nothing' as const, 'comment' as const, 'blank' as const),
        trailing: fc.boolean(),
      }),
      {
        selector: ({ key }) => key,
        minLength: 1,
        maxLength: 4,
      },
    ),
    layout: fc.record<Layout>({
      indent: fc.constantFrom(2, 4),
      dashOffset: fc.constantFrom(0, 2),
      eol: fc.constantFrom('\n', '\r\n'),
      finalBreak: fc.boolean(),
    }),
    tail: fc.boolean(),
  })
  .map(({ root, layout, tail }) => write({ kind: 'map', entries: root }, layout, tail));

function write(root: Shape, layout: Layout, tail: boolean): RandomDocument {
  const comments: Comment[] = [];
  const lines: string[] = [];
  const comment = (owner: Comment['owner']): string => {
    const text = `# comment ${comments.length + 1}.`;
    comments.push({ text, owner });
    return text;
  };
  const before = ({ before }: Part, column: number, owner: Comment['owner']): void => {
    if (before.includes('blank')) lines.push('');
    if (before.includes('comment')) lines.push(' '.repeat(column) + comment(owner));
  };
  // `head` is what stands before the value on its line; what follows it is indented from `column`.
  const value = (head: string, part: Part, column: number, path: Comment['owner'], isItem: boolean): void => {
    const trailing = (): string => (part.trailing ? ` ${comment(path)}` : '');
    const shape = part.value;
    if (shape.kind === 'scalar') lines.push((head + (shape.source === '' ? '' : ` ${shape.source}`) + trailing()).trimEnd());
    else if (shape.kind === 'block') {
      lines.push(`${head} |${shape.chomp}`);
      // The first line decides the indentation, so it must not be deeper than the others.
      for (const line of ['first', ...shape.lines]) lines.push(line === '' ? '' : ' '.repeat(column + layout.indent) + line);
    } else if (!isItem) {
      lines.push(head + trailing());
      collection(shape, column + (shape.kind === 'map' ? layout.indent : layout.dashOffset), path);
    } else {
      const inner = column + 2;
      const at = lines.length;
      collection(shape, inner, path);
      // The first part stands behind the dash, unless a comment or a blank line comes before it.
      const first = lines[at] ?? '';
      if (first.startsWith(' '.repeat(inner)) && !first.trimStart().startsWith('#')) lines[at] = `${head} ${first.slice(inner)}`;
      else lines.splice(at, 0, head);
    }
  };
  const collection = (shape: Shape, column: number, path: Comment['owner']): void => {
    if (shape.kind === 'map')
      for (const entry of shape.entries) {
        before(entry, column, path);
        value(`${' '.repeat(column)}${entry.key}:`, entry, column, [...path, plainKey(entry.key)], false);
      }
    if (shape.kind === 'list')
      for (const [index, item] of shape.items.entries()) {
        before(item, column, path);
        value(`${' '.repeat(column)}-`, item, column, [...path, index], true);
      }
  };
  collection(root, 0, []);
  if (tail) lines.push('', comment([]));
  return { text: lines.join(layout.eol) + (layout.finalBreak ? layout.eol : ''), comments };
}

function plainKey(source: string): string {
  return source === 'on' ? 'true' : source.replaceAll('"', '');
}
