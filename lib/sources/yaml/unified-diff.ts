import { structuredPatch } from 'diff';

/** The change of a file as `diff -u` and `git apply` know it; empty when nothing changed. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const name = file.replace(/^\.?\/+/, '');
  const { hunks } = structuredPatch(name, name, before, after, undefined, undefined, { context: 3 });
  const lines = [`--- a/${name}`, `+++ b/${name}`];
  for (const { oldStart, oldLines, newStart, newLines, lines: changed } of hunks)
    lines.push(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...changed);
  return `${lines.join('\n')}\n`;
}
