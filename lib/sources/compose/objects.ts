import { dirname, resolve } from 'node:path';
import { type ComposeContext, composeServiceProblems, normaliseComposeService, type RunBy } from '../../containers/compose';
import { withDefaults } from '../../containers/compose/interpolation';
import { keyedObject, keyedTexts } from '../../containers/compose/keyed-texts';
import { flagOf } from '../../containers/compose/plain-fields';
import { hostFolderOf } from '../../containers/host-folder';
import type { Declaration } from '../../controls/docker/container';
import type { DockerNetwork } from '../../controls/docker/objects';
import { type Fix, isObject, type Json, type Path } from '../../controls/requirement';
import type { SourceObject } from '../source-object';
import type { ReadError } from '../yaml/read-error';
import { composeFileObject } from './compose-file';
import { envFilesOf } from './env-files';
import type { ReadImageConfig } from './image-config';
import { imageConfigOf } from './image-config';
import { inlineDockerfile, type ReadInlineDockerfile } from './inline-dockerfile';
import { misplacedWaivers } from './misplaced-waivers';
import { networkWritten } from './network-written';
import { type ComposeNode, child, editIn, mappingOf, type Origin, originKey, placeIn, plain } from './node';
import { preStartOf } from './pre-start';
import type { ComposeProject } from './project';
import { undeclared } from './references';

/** How the objects of a project are made. */
export interface ObjectOptions {
  readonly runBy: RunBy;
  /** The name of its file, as messages have it. */
  readonly file: string;
  /** Of these services alone. */
  readonly only?: ReadonlySet<string>;
  readonly readImageConfig?: ReadImageConfig;
  readonly readInlineDockerfile?: ReadInlineDockerfile;
  /** The files of the project, by name. */
  readonly readFrom?: readonly string[];
  /** Whether the project is whole, so that what a service names must be declared in it. Default: false. */
  readonly isWhole?: boolean;
  /** What extends a service. */
  readonly heirsOf: (service: ComposeNode) => readonly ComposeNode[];
}

/** The containers, the networks and the file of a project. */
export function objectsOf(
  project: ComposeProject,
  options: ObjectOptions,
): { readonly objects: readonly SourceObject[]; readonly errors: readonly ReadError[]; readonly notes: readonly string[] } {
  const { runBy, only, readImageConfig, readInlineDockerfile, heirsOf } = options;
  const errors: ReadError[] = [...misplacedWaivers(project)];
  const context = contextOf(project);
  const objects: SourceObject[] = [];
  const containers = new Map<string, Json>();
  const inlines = new Set<string>();
  const notes: string[] = [];
  for (const { name, node, heirs, layers } of runIn(project, heirsOf)) {
    const service = plain(node);
    // What a provider runs is no container of the engine.
    if (!isObject(service) || isObject(service.provider)) continue;
    for (const { path, message } of composeServiceProblems(service))
      errors.push({ ...placeIn(node, path), message: `service \`${name}\`, ${message}` });
    const inline = runBy === 'compose' && readInlineDockerfile ? inlineDockerfile(name, node, readInlineDockerfile) : undefined;
    const built = runBy === 'compose' ? imageConfigOf(service.build, node, readImageConfig) : undefined;
    const imageConfig = inline === undefined ? built : inline.imageConfig;
    const envFiles = envFilesOf(node);
    notes.push(...envFiles.notes);
    const { object, written } = normaliseComposeService(service, {
      name,
      runBy,
      context: { ...context, envFiles: envFiles.variables, folder: dirname(resolve(node.origin.document.file)) },
      ...(imageConfig !== undefined && { imageConfig }),
    });
    if (layers !== undefined) containers.set(name, object);
    if (options.isWhole) errors.push(...undeclared(project, name, { node, object, pathOf: (path) => written.pathOf(path) }));
    if (only === undefined || only.has(name))
      objects.push({
        ...serviceStanding(node),
        placeOf: (path) => envFiles.placeOf(path) ?? placeIn(node, path),
        ...inheritance(node, heirs, { readFrom: options.readFrom, layers }),
        object,
        written,
      });
    // What extends a service, or runs before it, has its build and no other.
    const key = inline === undefined ? undefined : originKey((child(child(node, 'build'), 'dockerfile_inline') ?? node).origin);
    if (inline === undefined || key === undefined || inlines.has(key)) continue;
    inlines.add(key);
    if (only === undefined || only.has(name)) objects.push(...inline.objects);
    errors.push(...inline.errors);
  }
  if (only === undefined) for (const [name, node] of networksOf(project)) objects.push(networkObject(name, node, runBy));
  objects.push({ ...standing(project.root), ...composeFileObject(project, containers, options) });
  return { objects, errors, notes };
}

/** A container that a project runs, as it stands in the file. */
interface Run {
  readonly name: string;
  readonly node: ComposeNode;
  readonly heirs: readonly ComposeNode[];
  /** Absent of what is no service by itself. */
  readonly layers?: readonly string[];
}

/** The services, and what runs before them in containers of its own: that inherits from its service. */
function runIn({ sections, layers }: ComposeProject, heirsOf: ObjectOptions['heirsOf']): readonly Run[] {
  return [...sections.services].flatMap(([name, node]): readonly Run[] => {
    const { service, steps } = preStartOf(node);
    const own = layers.get(name) ?? [originKey(node.origin)];
    return [
      { name, node: service, heirs: [...heirsOf(node), ...steps.map(({ alone }) => alone)], layers: own },
      ...steps.map(({ index, merged }) => ({ name: `${name}.pre_start[${index}]`, node: merged, heirs: [] })),
    ];
  });
}

function standing(node: ComposeNode): Pick<SourceObject, 'file' | 'placeOf' | 'yamlEdit'> {
  return { file: node.origin.document.file, placeOf: (path) => placeIn(node, path), yamlEdit: (fix) => editIn(node, fix) };
}

function serviceStanding(node: ComposeNode): ReturnType<typeof standing> & Pick<SourceObject, 'isWritten'> {
  return {
    ...standing(node),
    yamlEdit: (fix) => editIn(node, fix, besideMemory(node, fix)),
    isWritten: (path) => (plain(path.reduce<ComposeNode | undefined>(child, node)) ?? null) !== null,
  };
}

const MEMORY: readonly Path[] = [['mem_limit'], ['deploy', 'resources', 'limits', 'memory']];

/** A limit of swap stands beside the limit of memory: whoever takes one of several files alone gets both, or neither. */
function besideMemory(node: ComposeNode, fix: Fix): Origin | undefined {
  if (!('path' in fix) || fix.path[0] !== 'memswap_limit') return undefined;
  for (const path of MEMORY) {
    const { origin } = path.reduce<ComposeNode | undefined>(child, node) ?? {};
    if (origin !== undefined && origin.document !== node.origin.document)
      return { document: origin.document, path: origin.path.slice(0, -path.length) };
  }
  return undefined;
}

function inheritance(
  node: ComposeNode,
  heirs: readonly ComposeNode[],
  { readFrom, layers = [originKey(node.origin)] }: Pick<SourceObject, 'readFrom' | 'layers'>,
): Pick<SourceObject, 'standsAt' | 'at' | 'heirs' | 'layers' | 'overrides' | 'readFrom'> {
  const at = node.origin.path;
  return {
    standsAt: originKey(node.origin),
    at,
    layers,
    overrides(path, layer) {
      const there = path.reduce<ComposeNode | undefined>(child, node);
      return replaces(path, there) && layers.indexOf(originKey({ document: there.origin.document, path: at })) > layers.indexOf(layer);
    },
    ...(readFrom !== undefined && { readFrom }),
    ...(heirs.length > 0 && {
      heirs: heirs.map((heir) => ({
        name: String(heir.origin.path.at(-1)),
        standsAt: originKey(heir.origin),
        overrides: (path) => replaces(path, path.reduce<ComposeNode | undefined>(child, heir)),
      })),
    }),
  };
}

/** Whether a value takes the place of one below it: mappings and lists are put together, and a single `tmpfs` is added to the others. */
function replaces(path: Path, value: ComposeNode | undefined): value is ComposeNode {
  return value?.kind === 'scalar' && path[0] !== 'tmpfs' && !path.some((step) => typeof step === 'number');
}

/** What the top level says that decides what a service can say. */
function contextOf({ sections, top }: ComposeProject): ComposeContext {
  const version = plain(top.get('version'));
  const secrets = [...sections.secrets].map(([name, node]) => {
    const { file, environment } = mappingOf(node);
    return [name, { file: typeof file === 'string', environment: typeof environment === 'string' }] as const;
  });
  const configs = [...sections.configs].map(([name, node]) => {
    const { content, environment } = mappingOf(node);
    return [name, { copied: (content ?? environment ?? null) !== null }] as const;
  });
  const hostVolumes = [...sections.volumes].flatMap(([name, node]): [string, string][] => {
    const { driver, driver_opts: options } = mappingOf(node);
    const folder = hostFolderOf(driver, options);
    return typeof folder === 'string' ? [[name, withDefaults(folder)]] : [];
  });
  const hostNetworks = [...sections.networks].flatMap(([name, node]) => {
    const { external, name: named } = mappingOf(node);
    const real = isObject(external) ? (external.name ?? named) : external ? (named ?? name) : named;
    return real === 'host' ? [name] : [];
  });
  return {
    ...(version !== undefined && version !== null && { version: String(version) }),
    secrets: Object.fromEntries(secrets),
    configs: Object.fromEntries(configs),
    hostVolumes: new Map(hostVolumes),
    hostNetworks: new Set(hostNetworks),
  };
}

/** The networks that are declared, and the one that services without any are put into. */
function networksOf({ sections, root }: ComposeProject): ReadonlyMap<string, ComposeNode> {
  const networks = new Map(sections.networks);
  const usesDefault = [...sections.services.values()].some((node) => {
    const { networks: named, network_mode: mode } = mappingOf(node);
    return (named ?? null) === null && (mode ?? null) === null;
  });
  if (usesDefault && !networks.has('default'))
    networks.set('default', {
      kind: 'scalar',
      value: null,
      origin: { document: root.origin.document, path: [...root.origin.path, 'networks', 'default'] },
    });
  return networks;
}

function networkObject(name: string, node: ComposeNode, runBy: Extract<Declaration, RunBy>): SourceObject {
  const { driver, internal, attachable, enable_ipv6: ipv6, external, driver_opts: options, labels } = mappingOf(node);
  const isExternal = isObject(external) || flagOf(external) === true;
  const annotations = Object.entries(keyedObject(keyedTexts(labels, ['labels']))).map(([key, value]) => [key, value ?? '']);
  // A stack makes overlay networks unless it is told otherwise.
  const made = typeof driver === 'string' ? withDefaults(driver) : runBy === 'stack' && !isExternal ? 'overlay' : undefined;
  const object: DockerNetwork = {
    apiVersion: 'docker/v1',
    kind: 'Network',
    metadata: { name, ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }) },
    declaredBy: runBy,
    ...(made !== undefined && { driver: made }),
    ...flag('internal', internal),
    ...flag('attachable', attachable),
    ...flag('enableIpv6', ipv6),
    ...(isExternal && { external: true }),
    ...(isObject(options) && { options: keyedObject(keyedTexts(options, [])) as Record<string, string> }),
  };
  return { ...standing(node), object: object as unknown as Json, written: networkWritten() };
}

/** A field of a network that is true, false or not known; nothing where nothing is written. */
function flag(field: 'internal' | 'attachable' | 'enableIpv6', written: unknown): Partial<DockerNetwork> {
  const value = written === undefined || written === null ? undefined : flagOf(written);
  // The compiler takes what is not known yet for what it will be.
  return value === undefined ? {} : { [field]: value as boolean };
}
