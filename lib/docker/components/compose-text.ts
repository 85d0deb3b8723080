import type { ComposeDocument } from './compose-document';

/** The document as YAML: comments where they were asked for, the same bytes for the same stack. */
export function composeText({ content, comments, head }: ComposeDocument): string {
  // Loaded here: who declares Pulumi resources needs no writer of YAML.
  const { Document, isMap, isScalar, YAMLMap } = require('yaml') as typeof import('yaml');
  const document = new Document(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  if (head.length > 0) document.commentBefore = head.map((line) => ` ${line}`).join('\n');
  for (const [path, comment] of comments) {
    const map = document.getIn(path.slice(0, -1));
    const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = ` ${comment}`;
  }
  if (document.contents instanceof YAMLMap)
    for (const { key } of document.contents.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
  return document.toString({ lineWidth: 0 });
}
