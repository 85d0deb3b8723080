/**
 * Writes docs/controls from the catalogue: a page a control and an index. With `--check` it writes nothing, names the
 * pages that are stale, and exits 1 if there are any.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../lib/controls/catalogue';
import { SEVERITIES } from '../lib/controls/control';
import { NOT_BUILT } from '../lib/controls/not-built';
import { hasCel } from '../lib/controls/requirement';
import { list } from '../lib/controls/requirement/text';
import { controlPage } from '../lib/documentation/control-page';
import { LATEST_MINOR } from '../lib/engine/plan';
import { PROFILES } from '../lib/profiles';

const folder = join(__dirname, 'controls');

function index(): string {
  const head = `| control | title | severity | ${PROFILES.map(({ name }) => name).join(' | ')} | admission |`;
  const rule = `| ${Array.from(head.matchAll(/\|/g), () => '---')
    .slice(1)
    .join(' | ')} |`;
  const rows = CATALOGUE.map((control) => {
    const cells = PROFILES.map((profile) => profile.entry(control.id)?.level ?? '');
    // With the parameters of the examples: some controls ask nothing until a profile sets theirs.
    const asked = control.examples.fail.flatMap(({ parameters }) => control.requireWith(parameters).at(LATEST_MINOR));
    const admission = asked.some(({ cel }) => hasCel(cel)) ? 'yes' : '';
    return `| [\`${control.id}\`](${control.id}.md) | ${control.title} | ${control.severity} | ${cells.join(' | ')} | ${admission} |`;
  });
  const counts = SEVERITIES.map((severity) => `${CATALOGUE.filter((control) => control.severity === severity).length} ${severity}`);
  const silent = CATALOGUE.filter((control) => control.requireWith().at(LATEST_MINOR).length === 0).map(({ id }) => `\`${id}\``);
  return `# Controls

Generated from the catalogue by \`npm run docs:controls\`; do not edit. ${CATALOGUE.length} controls: ${counts.join(', ')}.
\`fail\` and \`warn\` are the levels under each profile; \`admission\` says whether an API server can judge it alone.
${list(silent)} ask nothing until a profile sets their parameters.

${head}
${rule}
${rows.join('\n')}

## Not built

${NOT_BUILT.map(({ id, reason }) => `- \`${id}\`: ${reason}`).join('\n')}
`;
}

function main(): void {
  const check = process.argv.includes('--check');
  const pages = new Map<string, string>([
    ['README.md', index()],
    ...CATALOGUE.map((control) => [`${control.id}.md`, controlPage(control)] as const),
  ]);
  mkdirSync(folder, { recursive: true });
  const stale: string[] = [];
  for (const [name, text] of pages) {
    const file = join(folder, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(name);
    if (!check) writeFileSync(file, text);
  }
  for (const name of readdirSync(folder)) {
    if (pages.has(name)) continue;
    stale.push(name);
    if (!check) rmSync(join(folder, name));
  }
  if (check && stale.length > 0) {
    console.error(`docs/controls is stale: ${stale.join(', ')}. Run: npm run docs:controls`);
    process.exitCode = 1;
  } else
    console.log(
      check ? `docs/controls is up to date (${pages.size} pages)` : `docs/controls: ${stale.length} of ${pages.size} pages written`,
    );
}

main();
