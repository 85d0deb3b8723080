import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isMalformed, resolved } from '../../containers/compose/interpolation';
import { UNKNOWN } from '../../controls/requirement';
import type { SourceDocument } from '../yaml/document';
import type { ReadError } from '../yaml/read-error';
import { atHome, isSame, MergeConflict, mergeResource, mergeService } from './merge';
import { type ComposeNode, child, type MappingNode, originKey, placeOfOrigin, plain } from './node';
import type { ComposeTexts } from './texts';

/** What a project is made of, each by name. */
export const SECTIONS = ['services', 'networks', 'volumes', 'secrets', 'configs'] as const;
type Section = (typeof SECTIONS)[number];

/** A project after its files, what they include and what its services extend are merged. */
export interface ComposeProject {
  readonly root: MappingNode;
  readonly sections: Readonly<Record<Section, ReadonlyMap<string, ComposeNode>>>;
  /** `version`, `name` and `x-…`: the later file counts. */
  readonly top: ReadonlyMap<string, ComposeNode>;
  /** By the name of a service: where each of the files writes it, as `originKey` names it, the earlier file first. */
  readonly layers: ReadonlyMap<string, readonly string[]>;
}

type Sections = Record<Section, Map<string, ComposeNode>>;

/** A chain of services that extend one another is no longer than this; no project has as many. */
const MAX_EXTENDS = 100;
const REMOTE = /^(?:https?|oci|git|ssh):|^git@|\.git(?:[#:]|$)/;

const MALFORMED =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
  'a `${` that begins no reference, which Compose refuses: write `${NAME}` or `${NAME:-default}`, and `$${` where a dollar is meant';

/** Reads projects. What is wrong stands in `errors`, what could not be seen in `notes`; the rest is read all the same. */
export class ComposeProjects {
  public readonly errors: ReadError[] = [];
  public readonly notes: string[] = [];
  /** The files that were included by another one, as absolute paths. */
  public readonly included = new Set<string>();
  /** The files that a service of another one extends. */
  public readonly extended = new Set<string>();
  /** By the place of a service: those that extend it, as they are written themselves. */
  private readonly heirs = new Map<string, Map<string, ComposeNode>>();
  private readonly projects = new Map<string, ComposeProject>();
  private readonly services = new Map<string, ComposeNode | undefined>();
  private readonly said = new Set<string>();
  private readonly checked = new Set<SourceDocument>();

  public constructor(private readonly texts: ComposeTexts) {}

  /** The project of files, the later over the earlier ones. */
  public read(files: readonly string[]): ComposeProject | undefined {
    return this.load(files, dirname(files[0] ?? '.'), [], undefined);
  }

  /** Everything that extends a service, also by way of others. */
  public heirsOf({ origin }: ComposeNode): readonly ComposeNode[] {
    const found = new Map<string, ComposeNode>();
    const visit = (key: string): void => {
      for (const [place, heir] of this.heirs.get(key) ?? []) {
        if (found.has(place)) continue;
        found.set(place, heir);
        visit(place);
      }
    };
    visit(originKey(origin));
    return [...found.values()];
  }

  private load(
    files: readonly string[],
    folder: string,
    chain: readonly string[],
    from: ComposeNode | undefined,
  ): ComposeProject | undefined {
    const key = JSON.stringify([files.map((file) => resolve(file)), resolve(folder)]);
    const known = this.projects.get(key);
    if (known !== undefined) return known;
    const sections: Sections = { services: new Map(), networks: new Map(), volumes: new Map(), secrets: new Map(), configs: new Map() };
    const top = new Map<string, ComposeNode>();
    const layers = new Map<string, readonly string[]>();
    let root: ComposeNode | undefined;
    for (const file of files) {
      for (const document of this.documents(file, folder, from)) {
        root ??= document;
        const services = child(document, 'services');
        for (const [name, { origin }] of services?.kind === 'mapping' ? services.entries : [])
          layers.set(name, [...(layers.get(name) ?? []), originKey(origin)]);
        this.addDocument(document, { file, folder, chain: [...chain, resolve(file)] }, sections, top);
      }
    }
    if (root === undefined) return undefined;
    const entries = new Map<string, ComposeNode>(top);
    for (const section of SECTIONS) {
      const origin = { document: root.origin.document, path: [...root.origin.path, section] };
      if (sections[section].size > 0) entries.set(section, { kind: 'mapping', entries: sections[section], origin });
    }
    const project: ComposeProject = { root: { kind: 'mapping', entries, origin: root.origin }, sections, top, layers };
    this.projects.set(key, project);
    return project;
  }

  /** The documents of a file that are mappings. */
  private documents(file: string, folder: string, from: ComposeNode | undefined): readonly ComposeNode[] {
    const read = this.texts.documentsOf(file, folder);
    if ('errors' in read) {
      // Of a file that was given, its own reader says what is wrong.
      for (const { message } of read.errors) if (from !== undefined) this.refuse(from, message);
      return [];
    }
    return read.documents.filter((document) => {
      this.checkReferences(document);
      if (document.kind === 'mapping') return true;
      this.refuse(document, 'a Compose file is a mapping with `services`');
      return false;
    });
  }

  /** A text with a reference that is none stops Compose, wherever it stands. What it says is not repeated. */
  private checkReferences(document: ComposeNode): void {
    const { text } = document.origin.document;
    if (this.checked.has(document.origin.document) || !text.includes('${')) return;
    this.checked.add(document.origin.document);
    const visit = (node: ComposeNode): void => {
      if (node.kind === 'scalar') {
        if (typeof node.value === 'string' && isMalformed(node.value)) this.refuse(node, MALFORMED);
      } else for (const each of node.kind === 'list' ? node.items : node.entries.values()) visit(each);
    };
    visit(document);
  }

  private addDocument(
    document: ComposeNode,
    place: { readonly file: string; readonly folder: string; readonly chain: readonly string[] },
    sections: Sections,
    top: Map<string, ComposeNode>,
  ): void {
    if (document.kind !== 'mapping') return;
    const own: Sections = this.ownSections(document);
    for (const imported of this.includes(document, place)) {
      for (const section of SECTIONS) {
        for (const [name, node] of imported.sections[section]) {
          const mine = own[section].get(name);
          if (mine === undefined) own[section].set(name, node);
          else if (!isSame(mine, node)) own[section].set(name, this.merged(section, node, mine, mine));
        }
      }
    }
    for (const name of own.services.keys()) {
      const service = this.extendedService(name, own.services, place, []);
      if (service !== undefined) own.services.set(name, service);
    }
    for (const [key, node] of document.entries) if (key === 'version' || key === 'name' || key.startsWith('x-')) top.set(key, node);
    for (const section of SECTIONS) {
      for (const [name, node] of own[section]) {
        const before = sections[section].get(name);
        sections[section].set(name, before === undefined ? node : this.merged(section, before, node, before));
      }
    }
  }

  /** The later over the earlier one; what is new is written where `home` is. */
  private merged(section: Section, before: ComposeNode, after: ComposeNode, home: ComposeNode): ComposeNode {
    try {
      return atHome((section === 'services' ? mergeService : mergeResource)(before, after), home);
    } catch (error) {
      if (!(error instanceof MergeConflict)) throw error;
      this.refuse({ ...after, origin: error.origin }, error.message);
      return before;
    }
  }

  private ownSections(document: MappingNode): Sections {
    const own: Sections = { services: new Map(), networks: new Map(), volumes: new Map(), secrets: new Map(), configs: new Map() };
    // A job is a container as a service is one, which runs once, or by the clock.
    for (const [section, key] of [...SECTIONS.map((each) => [each, each] as const), ['services', 'jobs'] as const]) {
      const node = document.entries.get(key);
      if (node === undefined || (node.kind === 'scalar' && (node.value === null || node.tag === 'reset'))) continue;
      if (node.kind !== 'mapping') {
        this.refuse(node, `\`${key}\` must be a mapping of names, it is ${node.kind === 'list' ? 'a list' : 'a single value'}`);
        continue;
      }
      for (const [name, each] of node.entries) {
        if (section !== 'services' || each.kind === 'mapping' || each.tag === 'reset') own[section].set(name, each);
        else
          this.refuse(
            each,
            `service \`${name}\` is ${plain(each) === null ? 'empty' : 'no mapping'}: it needs an \`image\` or a \`build\``,
          );
      }
    }
    return own;
  }

  private includes(
    document: MappingNode,
    { folder, chain }: { readonly folder: string; readonly chain: readonly string[] },
  ): readonly ComposeProject[] {
    const include = document.entries.get('include');
    if (include === undefined || plain(include) === null) return [];
    if (include.kind !== 'list') {
      this.refuse(include, '`include` must be a list of files');
      return [];
    }
    return include.items.flatMap((item) => {
      const path = item.kind === 'mapping' ? item.entries.get('path') : item;
      const paths = path?.kind === 'list' ? path.items : path === undefined ? [] : [path];
      const files = paths.flatMap((each) => this.fileOf(each, folder) ?? []);
      const [first] = files;
      if (paths.length === 0) this.refuse(item, 'what is included needs a `path`');
      if (first === undefined || files.length < paths.length) return [];
      for (const file of files) this.included.add(resolve(file));
      if (chain.includes(resolve(first))) {
        this.refuse(item, `${first} is included in a circle`);
        return [];
      }
      const named = resolved(plain(child(item, 'project_directory')));
      const project = this.load(files, typeof named === 'string' ? against(folder, named) : dirname(first), chain, item);
      return project === undefined ? [] : [project];
    });
  }

  /** A path of the disk that a file names; undefined where it is none, which is then said. */
  private fileOf(node: ComposeNode, folder: string): string | undefined {
    const value = resolved(plain(node));
    const { file, line } = placeOfOrigin(node.origin);
    if (value === UNKNOWN) this.note(`${file}:${line}: which file is meant is known by the environment only; it was not read`);
    else if (typeof value !== 'string' || value === '') this.refuse(node, 'the path of a file is wanted here');
    else if (REMOTE.test(value)) this.note(`${file}:${line}: ${value} is not on this machine; it was not read`);
    else return against(folder, value);
    return undefined;
  }

  /** A service with everything that it extends below it; itself where that cannot be read. */
  private extendedService(
    name: string,
    services: ReadonlyMap<string, ComposeNode>,
    place: { readonly file: string; readonly folder: string },
    trail: readonly string[],
  ): ComposeNode | undefined {
    const service = services.get(name);
    if (service?.kind !== 'mapping') return service;
    const extend = service.entries.get('extends');
    if (extend === undefined || plain(extend) === null) return service;
    const alone = without(service, 'extends');
    const target = resolved(plain(extend.kind === 'mapping' ? extend.entries.get('service') : extend));
    if (typeof target !== 'string') {
      this.refuse(extend, '`extends` needs the name of a `service`');
      return alone;
    }
    const key = (file: string, each: string): string => `${resolve(file)}\0${each}`;
    const here = [...trail, key(place.file, name)];
    const base = this.baseOf(target, extend, services, place, here, key);
    if (base === undefined) return alone;
    const known = this.heirs.get(originKey(base.origin)) ?? new Map<string, ComposeNode>();
    this.heirs.set(originKey(base.origin), known.set(originKey(service.origin), alone));
    return this.merged('services', base, alone, service);
  }

  private baseOf(
    target: string,
    extend: ComposeNode,
    services: ReadonlyMap<string, ComposeNode>,
    place: { readonly file: string; readonly folder: string },
    trail: readonly string[],
    keyOf: (file: string, service: string) => string,
  ): ComposeNode | undefined {
    const fileNode = extend.kind === 'mapping' ? extend.entries.get('file') : undefined;
    const file = fileNode === undefined ? place.file : this.fileOf(fileNode, place.folder);
    if (file === undefined) return undefined;
    const key = keyOf(file, target);
    if (trail.includes(key) || trail.length > MAX_EXTENDS) {
      this.refuse(
        extend,
        trail.includes(key) ? `service \`${target}\` extends itself in a circle` : `more than ${MAX_EXTENDS} services extend one another`,
      );
      return undefined;
    }
    if (fileNode !== undefined) this.extended.add(resolve(file));
    const known = fileNode === undefined ? undefined : this.services.get(key);
    if (known !== undefined) return known;
    const candidates = fileNode === undefined ? services : this.servicesOf(file, place.folder, extend);
    if (candidates === undefined) return undefined;
    if (!candidates.has(target)) {
      this.refuse(extend, `${fileNode === undefined ? 'there is' : `${file} has`} no service \`${target}\` to extend`);
      return undefined;
    }
    const base = this.extendedService(target, candidates, fileNode === undefined ? place : { file, folder: dirname(file) }, trail);
    if (fileNode !== undefined) this.services.set(key, base);
    return base;
  }

  private servicesOf(file: string, folder: string, from: ComposeNode): ReadonlyMap<string, ComposeNode> | undefined {
    const documents = this.documents(file, folder, from);
    if (documents.length === 0) return undefined;
    const services = new Map<string, ComposeNode>();
    for (const document of documents) {
      if (document.kind !== 'mapping') continue;
      for (const [name, node] of this.ownSections(document).services) {
        const before = services.get(name);
        services.set(name, before === undefined ? node : this.merged('services', before, node, before));
      }
    }
    return services;
  }

  private refuse({ origin }: ComposeNode, message: string): void {
    const error = { ...placeOfOrigin(origin), message };
    const key = JSON.stringify(error);
    if (!this.said.has(key)) this.errors.push(error);
    this.said.add(key);
  }

  private note(note: string): void {
    if (!this.notes.includes(note)) this.notes.push(note);
  }
}

function against(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function without(node: MappingNode, key: string): MappingNode {
  const entries = new Map(node.entries);
  entries.delete(key);
  return { ...node, entries };
}
