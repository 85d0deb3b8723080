/**
 * Writes docs/controls from the catalogue: a page a control and an index. With `--check` it writes nothing, names the
 * pages that are stale, and exits 1 if there are any.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../lib/controls/catalogue';
import { type Family, SEVERITIES } from '../lib/controls/control';
import { NOT_BUILT } from '../lib/controls/not-built';
import { hasCel } from '../lib/controls/requirement';
import { list } from '../lib/controls/requirement/text';
import { controlPage } from '../lib/documentation/control-page';
import { LATEST_MINOR } from '../lib/engine/plan';
import { PROFILES } from '../lib/profiles';

const folder = join(__dirname, 'controls');

const HEADINGS: Readonly<Record<Family, string>> = {
  container: 'Containers of Kubernetes',
  pod: 'Pods',
  workload: 'Workloads',
  image: 'Images',
  storage: 'Storage',
  network: 'Network policies',
  namespace: 'Namespaces',
  rbac: 'RBAC',
  service: 'Services',
  ingress: 'Ingresses',
  secret: 'Secrets',
  'docker-container': 'Containers of Docker',
  compose: 'Compose files',
  dockerfile: 'Dockerfiles',
  'docker-daemon': 'Docker daemon, client and Swarm',
};

function index(): string {
  const head = `| control | title | severity | ${PROFILES.map(({ name }) => name).join(' | ')} | admission |`;
  const rule = `| ${Array.from(head.matchAll(/\|/g), () => '---')
    .slice(1)
    .join(' | ')} |`;
  const row = (control: (typeof CATALOGUE)[number]): string => {
    const cells = PROFILES.map((profile) => profile.entry(control.id)?.level ?? '');
    // With the parameters of the examples: some controls ask nothing until a profile sets theirs.
    const asked = control.examples.fail.flatMap(({ parameters }) => control.requireWith(parameters).at(LATEST_MINOR));
    const admission = asked.some(({ cel }) => hasCel(cel)) ? 'yes' : '';
    return `| [\`${control.id}\`](${control.id}.md) | ${control.title} | ${control.severity} | ${cells.join(' | ')} | ${admission} |`;
  };
  const families = [...new Set(CATALOGUE.map(({ family }) => family))];
  const counts = SEVERITIES.map((severity) => `${CATALOGUE.filter((control) => control.severity === severity).length} ${severity}`);
  const silent = CATALOGUE.filter((control) => control.requireWith().at(LATEST_MINOR).length === 0).map(({ id }) => `\`${id}\``);
  return `# Controls

Generated from the catalogue by \`npm run docs:controls\`; do not edit. ${CATALOGUE.length} controls: ${counts.join(', ')}.
\`fail\` and \`warn\` are the levels under each profile; \`admission\` says whether an API server can judge it alone.
${list(silent)} ask nothing until a profile sets their parameters.

[CIS Docker Benchmark v1.6, section by section](cis-docker.md)

${families
  .map(
    (family) =>
      `## ${HEADINGS[family]}\n\n${head}\n${rule}\n${CATALOGUE.filter((control) => control.family === family)
        .map(row)
        .join('\n')}`,
  )
  .join('\n\n')}

## Not built

${NOT_BUILT.map(({ id, reason }) => `- \`${id}\`: ${reason}`).join('\n')}
`;
}

/** The CIS Docker Benchmark, section by section. */
function cisDocker(): string {
  const sections = new Map<string, string[]>();
  const add = (section: string, text: string): void => void sections.set(section, [...(sections.get(section) ?? []), text]);
  for (const { id, references } of CATALOGUE) for (const section of references.cisDocker ?? []) add(section, `[\`${id}\`](${id}.md)`);
  for (const { reason } of NOT_BUILT) {
    const [, section, rest] = /^CIS Docker (\S+) (.*)$/.exec(reason) ?? [];
    if (section !== undefined) add(section, `none: it ${rest}`);
  }
  const order = (section: string): number => section.split('.').reduce((sum, part) => sum * 1000 + Number.parseInt(part, 10), 0);
  const rows = [...sections].sort(([a], [b]) => order(a) - order(b)).map(([section, texts]) => `| ${section} | ${texts.join(', ')} |`);
  return `# CIS Docker Benchmark v1.6

Generated from the catalogue by \`npm run docs:controls\`; do not edit. Sections 2 (the daemon), 4 (images) and 5 (containers) are complete: each has a
control, or the reason why it has none. Of sections 1, 3, 6 and 7 there is what can be seen in a file or by an engine.

| section | control |
| --- | --- |
${rows.join('\n')}
`;
}

function main(): void {
  const check = process.argv.includes('--check');
  const pages = new Map<string, string>([
    ['README.md', index()],
    ['cis-docker.md', cisDocker()],
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
