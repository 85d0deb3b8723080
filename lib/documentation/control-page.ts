import { composeService, normaliseComposeService } from '../containers/compose';
import type { Control, Counterparts, Example, References } from '../controls/control';
import { exampleObject } from '../controls/example-object';
import { type Fix, formatPath, hasCel, type Json, minorOf, type Requirement } from '../controls/requirement';
import { inWrittenForm } from '../engine/finding';
import { harden } from '../engine/harden';
import { LATEST_MINOR } from '../engine/plan';
import { type Resource, resource } from '../engine/resource';
import { PROFILES } from '../profiles';
import { defineProfile } from '../profiles/profile';
import { exampleBlocks, isContainer } from './example-text';

/** Everything that is known of a control, as a page of Markdown. All of it derives from the control itself. */
export function controlPage(control: Control): string {
  const requirement = control.requireWith();
  const sections = [
    `# ${control.title}`,
    `\`${control.id}\` · ${control.severity} · family *${control.family}*`,
    control.why,
    `## What is asked\n\n${sentences(requirement)}`,
    versions(requirement),
    parameters(control),
    `## What repairs it\n\n${repairs(control)}`,
    control.notes === undefined ? '' : `## Good to know\n\n${control.notes}`,
    `## Profiles\n\n${levels(control)}`,
    `## Examples\n\n${[...control.examples.pass.map((each) => example('passes', each)), ...control.examples.fail.map((each) => example('fails', each))].join('\n\n')}`,
    `## In an API server\n\n${cel(requirement)}`,
    `## Where it comes from\n\n${references(control.references)}`,
    counterparts(control.counterparts),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function sentences(requirement: Requirement): string {
  const rules = requirement.at(LATEST_MINOR);
  if (rules.length === 0) return 'With the default parameters nothing is asked; a profile sets them.';
  return rules.map(({ prose }) => `${prose.charAt(0).toUpperCase()}${prose.slice(1)}.`).join('\n\n');
}

function versions({ changes, at }: Requirement): string {
  const steps = [...new Set(changes)].filter((minor) => minor > 0 && minor <= LATEST_MINOR).sort((a, b) => a - b);
  if (steps.length === 0) return '';
  const asked = [0, ...steps].map((minor) => {
    const sentence = at(minor)
      .map(({ prose }) => prose.replaceAll('|', '\\|'))
      .join('; ');
    return { minor, sentence: sentence === '' ? 'nothing is asked' : sentence };
  });
  // Where the field or a list of APIs changes, and the sentence does not, there is nothing to tell.
  const rows = asked.filter(({ sentence }, index) => sentence !== asked[index - 1]?.sentence);
  if (rows.length === 1) return '';
  return `| from Kubernetes | asked |\n| --- | --- |\n${rows.map(({ minor, sentence }) => `| v1.${minor} | ${sentence} |`).join('\n')}`;
}

function parameters({ parameters: values }: Control): string {
  const rows = Object.entries(values).map(([name, value]) => `| \`${name}\` | \`${JSON.stringify(value)}\` |`);
  return rows.length === 0 ? '' : `## Parameters\n\n| parameter | default |\n| --- | --- |\n${rows.join('\n')}`;
}

/** What hardening does with the examples that fail: the repairs are shown by running them. */
function repairs(control: Control): string {
  const lines = new Set<string>();
  for (const each of control.examples.fail) {
    const profile = defineProfile({ name: 'one', controls: { [control.id]: { level: 'fail', ...each.parameters } } });
    const minor = each.version === undefined ? LATEST_MINOR : minorOf(each.version);
    const { applied, findings } = harden(judged(exampleObject(each)), { profile, minor, override: true });
    for (const { fix, actual } of applied.map(inWrittenForm))
      lines.add(`- ${actual === undefined ? '`harden`' : '`harden --override`'} ${describeFix(fix)}`);
    for (const { fix } of findings) lines.add(`- ${describeFix(fix)}`);
  }
  return [...lines].join('\n');
}

/** A repair in words, with the path that it touches. */
function describeFix(fix: Fix): string {
  switch (fix.op) {
    case 'set':
      return `sets \`${formatPath(fix.path)}\` to \`${JSON.stringify(fix.value)}\``;
    case 'append':
      return `adds \`${JSON.stringify(fix.value)}\` to \`${formatPath(fix.path)}\``;
    case 'remove':
      return `removes \`${formatPath(fix.path)}\``;
    case 'create':
      return `adds a ${String(fix.object.kind)}`;
    case 'manual':
      return `By hand: ${fix.instructions}`;
  }
}

function levels({ id }: Control): string {
  const rows = PROFILES.map((profile) => {
    const entry = profile.entry(id);
    return `| ${profile.name} | ${entry === undefined ? 'not asked' : entry.level} |`;
  });
  return `| profile | level |\n| --- | --- |\n${rows.join('\n')}`;
}

function example(verdict: 'passes' | 'fails', each: Example): string {
  const when = each.version === undefined ? '' : ` (Kubernetes ${each.version})`;
  const given = each.parameters === undefined ? '' : `, with ${JSON.stringify(each.parameters)}`;
  const objects = [exampleObject(each), ...(each.with ?? [])];
  return `**${verdict}**${when}${given}: ${each.because}\n\n${exampleBlocks(objects)}`;
}

/** The example as the engine judges it: of a Compose file it knows where everything is written. */
function judged(object: Json): Resource {
  if (!isContainer(object) || object.declaredBy !== 'compose') return resource(object);
  const { name } = object.metadata;
  const { written } = normaliseComposeService(composeService(object, 'compose'), { name, runBy: 'compose' });
  return resource(object, { from: 'memory' }, written);
}

function cel(requirement: Requirement): string {
  const rules = requirement.at(LATEST_MINOR);
  if (rules.length === 0) return 'Nothing is asked with the default parameters.';
  return rules
    .map(({ cel: each }) =>
      hasCel(each)
        ? `\`\`\`cel\n${[...(each.variables ?? []).map(({ name, expression }) => `// variables.${name}: ${expression}`), each.expression].join('\n')}\n\`\`\``
        : `Not in an API server: ${each.impossible}`,
    )
    .join('\n\n');
}

function references({ podSecurity, cis, nsa, cisDocker, kubernetes, docker }: References): string {
  const lines = [
    podSecurity === undefined ? undefined : `- Pod Security Standards, level ${podSecurity}`,
    cis === undefined ? undefined : `- CIS Kubernetes Benchmark v1.12: ${cis.join(', ')}`,
    nsa === undefined ? undefined : `- NSA/CISA Kubernetes Hardening Guide v1.2: ${nsa}`,
    cisDocker === undefined ? undefined : `- CIS Docker Benchmark v1.6: ${cisDocker.join(', ')}`,
    kubernetes === undefined ? undefined : `- <${kubernetes}>`,
    docker === undefined ? undefined : `- <${docker}>`,
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? 'No standard asks for it; it is good practice that the tools below share, or our own.' : lines.join('\n');
}

const TOOLS: Readonly<Record<keyof Counterparts, string>> = {
  trivy: 'Trivy',
  checkov: 'Checkov',
  kubeLinter: 'kube-linter',
  kubescape: 'Kubescape',
  polaris: 'Polaris',
  kubeScore: 'kube-score',
  kubesec: 'kubesec',
  kyverno: 'Kyverno policies',
  gatekeeper: 'Gatekeeper library',
  dockerBench: 'docker-bench-security',
  hadolint: 'hadolint',
};

function counterparts(all: Counterparts): string {
  const rows = Object.entries(TOOLS).flatMap(([key, tool]) => {
    const ids = all[key as keyof Counterparts];
    return ids === undefined ? [] : [`| ${tool} | ${ids.map((id) => `\`${id}\``).join(', ')} |`];
  });
  return rows.length === 0 ? '' : `## The same question in other tools\n\n| tool | id |\n| --- | --- |\n${rows.join('\n')}`;
}
