import { isDeepStrictEqual } from 'node:util';
import { composeServiceCodecs, type RunBy } from '../../containers/compose';
import { keyedObject, keyedTexts } from '../../containers/compose/keyed-texts';
import { flagOf, looseTextOf } from '../../containers/compose/plain-fields';
import { literalCredential } from '../../controls/credential';
import type { ComposeFile, ComposeFileSource, ComposeServiceSummary } from '../../controls/docker/objects';
import { type Fix, isObject, type Json, type Path, type WrittenForm } from '../../controls/requirement';
import type { SourceObject } from '../source-object';
import { type ComposeNode, mappingOf, plain } from './node';
import type { ComposeProject } from './project';

/** The project as one object: who shares which network, what is published, where secrets come from. */
export function composeFileObject(
  project: ComposeProject,
  containers: ReadonlyMap<string, Json>,
  { runBy, file }: { readonly runBy: RunBy; readonly file: string },
): Pick<SourceObject, 'object' | 'written'> {
  const { sections, top } = project;
  const annotations = waiversOf(top.get('x-waive.tempered'));
  const services = [...containers].map(
    ([name, container]) => [name, summaryOf(mappingOf(sections.services.get(name)), container, runBy)] as const,
  );
  const object: ComposeFile = {
    apiVersion: 'docker/v1',
    kind: 'ComposeFile',
    metadata: { name: looseTextOf(plain(top.get('name'))) ?? file, ...(Object.keys(annotations).length > 0 && { annotations }) },
    runBy,
    services: Object.fromEntries(services),
    ...(sections.networks.size > 0 && { networks: named(sections.networks, networkSummary) }),
    ...(sections.secrets.size > 0 && { secrets: named(sections.secrets, fileSource) }),
    ...(sections.configs.size > 0 && { configs: named(sections.configs, fileSource) }),
  };
  return { object: object as unknown as Json, written: writtenForm(project, runBy) };
}

function named<T>(nodes: ReadonlyMap<string, ComposeNode>, of: (written: Json, name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries([...nodes].map(([name, node]) => [name, of(mappingOf(node), name)]));
}

/** `x-waive.tempered` at the top: a reason and an end for each control, as a mapping or as the text of one. */
function waiversOf(node: ComposeNode | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(mappingOf(node)).map(([control, waiver]: [string, unknown]) => [
    `waive.tempered/${control}`,
    typeof waiver === 'string' ? waiver : JSON.stringify(waiver),
  ]);
  return Object.fromEntries(entries);
}

function summaryOf(service: Json, container: Json, runBy: RunBy): ComposeServiceSummary {
  const { image, networks, networkMode, ports, links } = container;
  const depends: unknown = service.depends_on;
  const others = [
    ...(Array.isArray(depends) ? depends.map(String) : isObject(depends) ? Object.keys(depends) : []),
    ...(Array.isArray(links) ? links.map((link) => String(link).split(':', 1)[0] ?? '') : []),
  ];
  return {
    ...(typeof image === 'string' && { image }),
    networks: Array.isArray(networks) && networks.length > 0 ? networks.map(String) : networkMode === undefined ? ['default'] : [],
    ...(typeof networkMode === 'string' && { networkMode }),
    ports: Array.isArray(ports) ? ports : [],
    ...(others.length > 0 && { dependsOn: others }),
    // A stack builds nothing.
    ...(runBy === 'compose' && isObject(service.build) && { build: buildSummary(service.build) }),
  };
}

function buildSummary({ args, secrets, privileged, network, entitlements }: Json): NonNullable<ComposeServiceSummary['build']> {
  const values = keyedObject(keyedTexts(args, ['args']));
  const names = Array.isArray(secrets) ? secrets.flatMap((each) => looseTextOf(isObject(each) ? each.source : each) ?? []) : [];
  const mode = looseTextOf(network ?? undefined);
  return {
    ...(Object.keys(values).length > 0 && { args: values }),
    ...(names.length > 0 && { secrets: names }),
    ...(typeof flagOf(privileged) === 'boolean' && { privileged: flagOf(privileged) as boolean }),
    ...(mode !== undefined && { network: mode }),
    ...(Array.isArray(entitlements) && { entitlements: entitlements.map(String) }),
  };
}

function networkSummary({ internal, external, driver }: Json): { internal?: boolean; external?: boolean; driver?: string } {
  const isInternal = internal === undefined || internal === null ? undefined : flagOf(internal);
  return {
    ...(typeof isInternal === 'boolean' && { internal: isInternal }),
    ...((isObject(external) || flagOf(external) === true) && { external: true }),
    ...(typeof driver === 'string' && { driver }),
  };
}

/** The content itself is never kept: only that there is one, and whether it gives a credential away. */
function fileSource({ file, environment, external, content }: Json, name: string): ComposeFileSource {
  const lines = typeof content === 'string' ? content.split('\n') : [];
  const credential = lines.some((line) => {
    const [, key, value] = /^\s*["']?([\w.-]+)["']?\s*[:=]\s*["']?(.*?)["']?,?\s*$/.exec(line) ?? [];
    return literalCredential(key ?? (lines.length === 1 ? name : undefined), value ?? line.trim()) !== undefined;
  });
  return {
    ...(typeof file === 'string' && { file }),
    ...(typeof environment === 'string' && { environment }),
    ...((isObject(external) || flagOf(external) === true) && { external: true }),
    ...((content ?? null) !== null && { inline: true }),
    ...(credential && { credential: true }),
  };
}

/** Ports and internal networks are written back; everything else is for a person. */
function writtenForm({ sections }: ComposeProject, runBy: RunBy): WrittenForm {
  const ports = composeServiceCodecs(runBy).find(({ field }) => field === 'ports');
  return {
    pathOf(path: Path): Path {
      const [section, name, field, ...rest] = path;
      if (section === 'metadata') return ['x-waive.tempered'];
      if (section !== 'services' || name === undefined) return path;
      const at: Path = ['services', name];
      if (field === undefined) return at;
      if (field === 'dependsOn') return [...at, 'depends_on', ...rest];
      if (field === 'networkMode') return [...at, 'network_mode'];
      if (field !== 'ports' || ports === undefined || !('read' in ports)) return [...at, field, ...rest];
      const reading = ports.read(mappingOf(sections.services.get(String(name))));
      return [...at, ...(reading?.below?.(rest) ?? ['ports', ...rest])];
    },
    changes(before: Json, after: Json) {
      const fixes: Fix[] = [];
      for (const name of Object.keys(after.services ?? {})) {
        const [old, next]: readonly unknown[] = [before.services?.[name]?.ports, after.services[name]?.ports];
        if (isDeepStrictEqual(old, next) || ports === undefined || !('read' in ports)) continue;
        const made = ports.write?.(next, mappingOf(sections.services.get(name)), old) ?? [];
        fixes.push(...made.map((fix) => ('path' in fix ? { ...fix, path: ['services', name, ...fix.path] } : fix)));
      }
      for (const [name, network] of Object.entries(after.networks ?? {}) as [string, Json][]) {
        if (network.internal !== before.networks?.[name]?.internal)
          fixes.push({ op: 'set', path: ['networks', name, 'internal'], value: network.internal });
      }
      return fixes.length === 0 ? [] : [{ field: 'services', fixes }];
    },
  };
}
