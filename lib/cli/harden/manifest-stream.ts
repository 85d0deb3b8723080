import type { HardenedFile } from './harden-manifests';

/** The files as one text: a single one as it is; of several each is a document or more, with its name before it as Helm writes it. */
export function manifestStream(files: readonly Pick<HardenedFile, 'name' | 'after'>[]): string {
  const [first, ...more] = files;
  if (first === undefined) return '';
  if (more.length === 0) return first.after;
  return files.map(({ name, after }) => sourceOf(name, after.replace(/^\uFEFF/, ''))).join('');
}

function sourceOf(name: string, text: string): string {
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  // A directive may only stand after the end of the document before.
  const start = /^%/m.test(text) ? '...\n' : '';
  const marker = /^(?:\s|#.*\n|%.*\n)*---(?:\s|$)/.test(text) ? '' : '---\n';
  return `${start}${marker}# Source: ${name}\n${text}${end}`;
}
