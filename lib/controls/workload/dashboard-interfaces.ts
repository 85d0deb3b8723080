import { parseImageReference } from '../image/image-reference';
import { cachedByList, containersOf, EVERY, isObject, type Json, listOf, type Neighbours, type PodSubject } from '../requirement';
import { DAEMON_SET, DEPLOYMENT, POD, REPLICA_SET, SERVICE, STATEFUL_SET } from './kinds';
import { labelsOf } from './label-selector';
import { labelIndex } from './neighbour-index';

/** What is looked for, and what makes it harmless. */
export interface InterfaceSearch {
  readonly interfaces: WordSearch;
  readonly proxies: WordSearch;
}

/** What a Service selects. */
const SELECTED = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, POD];

/** The labels that name an application. */
const NAMING_LABELS = ['app', 'k8s-app', 'name', 'app.kubernetes.io/name'];

const workloadsByLabel = cachedByList((list) => labelIndex(list, templateOf));

/** What has the labels and the pod's spec: the template, or the Pod itself. */
function templateOf(object: Json): unknown {
  if (object.kind === POD.kind) return object;
  return isObject(object.spec) ? object.spec.template : undefined;
}

/**
 * The interface that a Service leads to without an authenticating proxy before it; undefined where there is none. Where
 * the pods are not known, the names and labels of the Service speak.
 */
export function interfaceBehind(
  name: string,
  namespace: string | undefined,
  neighbours: Neighbours,
  search: InterfaceSearch,
): string | undefined {
  const service = neighbours.find(SERVICE.group, SERVICE.kind, namespace, name);
  const selector: unknown = isObject(service?.spec) ? service.spec.selector : undefined;
  const named = search.interfaces([name, ...namingLabels(labelsOf(service)), ...namingLabels(isObject(selector) ? selector : {})]);
  const lists = SELECTED.map(({ group, kind }) => neighbours.list(group, kind, namespace));
  if (named === undefined && !lists.some((list) => holdsInterface(list, search))) return undefined; // as nearly always
  const templates =
    isObject(selector) && Object.keys(selector).length > 0 // an empty one selects nothing
      ? lists.flatMap((list) => workloadsByLabel(list).selectedBy({ matchLabels: selector }).map(templateOf))
      : [];
  if (templates.length === 0) return named;
  for (const template of templates) {
    const { isProxied, found } = traitsOf(template, search);
    if (!isProxied && (found ?? named) !== undefined) return found ?? named;
  }
  return undefined;
}

const holding = new WeakMap<InterfaceSearch, (list: readonly Json[]) => boolean>();

/** Whether any pod of the list is an interface. */
function holdsInterface(list: readonly Json[], search: InterfaceSearch): boolean {
  const known =
    holding.get(search) ?? cachedByList((objects) => objects.some((object) => traitsOf(templateOf(object), search).found !== undefined));
  holding.set(search, known);
  return known(list);
}

/** What the containers and labels of a pod say of it. */
interface Traits {
  readonly isProxied: boolean;
  readonly found: string | undefined;
}

const traits = new WeakMap<InterfaceSearch, WeakMap<object, Traits>>();

/** Looked up once for each template: a selector that fits many workloads is asked of many Services. */
function traitsOf(template: unknown, search: InterfaceSearch): Traits {
  if (!isObject(template)) return { isProxied: false, found: undefined };
  const known = traits.get(search) ?? new WeakMap<object, Traits>();
  traits.set(search, known);
  const before = known.get(template);
  if (before !== undefined) return before;
  const images = imagesOf(template);
  const now = {
    isProxied: search.proxies(images) !== undefined,
    found: search.interfaces([...images, ...namingLabels(labelsOf(template))]),
  };
  known.set(template, now);
  return now;
}

function namingLabels(labels: Json): readonly string[] {
  return NAMING_LABELS.flatMap((key) => (typeof labels[key] === 'string' ? [labels[key]] : []));
}

function imagesOf(template: unknown): readonly string[] {
  if (!isObject(template) || !isObject(template.spec)) return [];
  const pod: PodSubject = { spec: template.spec, metadata: {}, at: [] };
  return [...containersOf(pod, { ...EVERY, lists: ['containers', 'initContainers'] })].map(({ container: { image } }) => {
    const text = String(image ?? '');
    return parseImageReference(text)?.repository ?? text;
  });
}

/** Finds the first of some words that one of the texts holds as a word of its own: `jenkins` is in `jenkins/jenkins`, not in `jenkinsfile`. */
export type WordSearch = (texts: readonly string[]) => string | undefined;

export function searchOf(words: readonly string[]): WordSearch {
  const patterns = words.map((word) => {
    const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return { word, whole: new RegExp(`(?:^|[^a-z0-9])${literal}(?:[^a-z0-9]|$)`, 'i') };
  });
  return (texts) => patterns.find(({ whole }) => texts.some((text) => whole.test(text)))?.word;
}

/** A reference to a Service, and where its name stands. */
export interface BackendReference {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly path: readonly (string | number)[];
}

/** The Services that an Ingress leads to. */
export function ingressBackends({ spec }: Json, namespace: string | undefined): readonly BackendReference[] {
  if (!isObject(spec)) return [];
  const at = (backend: unknown, path: BackendReference['path']): readonly BackendReference[] => {
    if (!isObject(backend)) return [];
    if (typeof backend.serviceName === 'string') return [{ name: backend.serviceName, namespace, path: [...path, 'serviceName'] }];
    const name: unknown = isObject(backend.service) ? backend.service.name : undefined;
    return typeof name === 'string' ? [{ name, namespace, path: [...path, 'service', 'name'] }] : [];
  };
  const rules = listOf(spec.rules).flatMap(({ http }, rule) =>
    listOf(isObject(http) ? http.paths : undefined).flatMap(({ backend }, index) =>
      at(backend, ['spec', 'rules', rule, 'http', 'paths', index, 'backend']),
    ),
  );
  return [...at(spec.defaultBackend, ['spec', 'defaultBackend']), ...at(spec.backend, ['spec', 'backend']), ...rules];
}

/** The Services that a route of the Gateway API leads to, but for rules that a filter authenticates. */
export function routeBackends({ spec }: Json, namespace: string | undefined): readonly BackendReference[] {
  return listOf(isObject(spec) ? spec.rules : undefined).flatMap((rule, index) => {
    if (listOf(rule.filters).some(authenticates)) return [];
    return listOf(rule.backendRefs).flatMap((backend, which) =>
      typeof backend.name === 'string' && (backend.kind ?? SERVICE.kind) === SERVICE.kind
        ? [{ name: backend.name, namespace: backend.namespace ?? namespace, path: ['spec', 'rules', index, 'backendRefs', which, 'name'] }]
        : [],
    );
  });
}

function authenticates({ type, extensionRef }: Json): boolean {
  return type === 'ExternalAuth' || (isObject(extensionRef) && /auth|oidc/i.test(String(extensionRef.name)));
}

/** Whether the annotations of an Ingress have its controller ask who comes. */
export function isAuthenticated(ingress: Json): boolean {
  const annotations: unknown = isObject(ingress.metadata) ? ingress.metadata.annotations : undefined;
  if (!isObject(annotations)) return false;
  return Object.entries(annotations).some(([key, value]) =>
    /[/.]router\.middlewares$/.test(key)
      ? /auth|oidc/i.test(String(value))
      : /[/.-](?:auth-url|auth-type|auth-tls-secret|oauth)$/.test(key) && value !== '' && value !== 'none',
  );
}
