import { cachedByList, containersOf, isObject, type Json, listOf, type Neighbours, type Path, type PodSubject } from '../requirement';
import { SECRET } from './kinds';

/** What brings a Secret from elsewhere, and the names of those that it makes. */
const MAKERS: readonly { readonly group: string; readonly kind: string; readonly makes: (object: Json) => readonly unknown[] }[] = [
  { group: 'external-secrets.io', kind: 'ExternalSecret', makes: (object) => [at(object, 'spec', 'target', 'name') ?? nameOf(object)] },
  // Under its own name, whatever its template says: https://github.com/bitnami-labs/sealed-secrets (Unseal in sealedsecret_expansion.go)
  { group: 'bitnami.com', kind: 'SealedSecret', makes: (object) => [nameOf(object)] },
  {
    group: 'secrets-store.csi.x-k8s.io',
    kind: 'SecretProviderClass',
    makes: (object) => listOf(at(object, 'spec', 'secretObjects')).map(({ secretName }) => secretName),
  },
  { group: 'cert-manager.io', kind: 'Certificate', makes: (object) => [at(object, 'spec', 'secretName')] },
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret'].map((kind) => ({
    group: 'secrets.hashicorp.com',
    kind,
    makes: (object: Json) => [at(object, 'spec', 'destination', 'name')],
  })),
];

const INDICES = MAKERS.map(({ makes }) => cachedByList((list) => new Set(list.flatMap(makes))));

/** Where the Secret of a name comes from, as far as the objects of the namespace tell. */
export type Origin = 'elsewhere' | 'manifest' | 'unknown';

export function originOf(name: string, namespace: string | undefined, neighbours: Neighbours): Origin {
  let knowsMakers = false;
  for (const [index, { group, kind }] of MAKERS.entries()) {
    const list = neighbours.list(group, kind, namespace);
    if (list.length === 0) continue;
    knowsMakers = true;
    if (INDICES[index]?.(list).has(name) === true) return 'elsewhere';
  }
  const written = neighbours.find(SECRET.group, SECRET.kind, namespace, name);
  if (written === undefined) return knowsMakers ? 'manifest' : 'unknown';
  return holdsNothing(written) ? 'unknown' : 'manifest';
}

function holdsNothing({ data, stringData }: Json): boolean {
  return [data, stringData].every((each: unknown) => !isObject(each) || Object.keys(each).length === 0);
}

function at(object: Json, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), object);
}

function nameOf(object: Json): unknown {
  return at(object, 'metadata', 'name');
}

/** The Secrets that a pod refers to, each with where it does so. */
export function* secretReferences(pod: PodSubject): Generator<{ readonly name: string; readonly path: Path }> {
  const spec = [...pod.at, 'spec'];
  const named = function* (name: unknown, path: Path) {
    if (typeof name === 'string' && name !== '') yield { name, path };
  };
  for (const { container, path } of containersOf(pod)) {
    for (const [index, each] of listOf(container.env).entries())
      yield* named(at(each, 'valueFrom', 'secretKeyRef', 'name'), [...path, 'env', index, 'valueFrom', 'secretKeyRef', 'name']);
    for (const [index, each] of listOf(container.envFrom).entries())
      yield* named(at(each, 'secretRef', 'name'), [...path, 'envFrom', index, 'secretRef', 'name']);
  }
  for (const [index, volume] of listOf(pod.spec.volumes).entries()) {
    const where = [...spec, 'volumes', index];
    yield* named(at(volume, 'secret', 'secretName'), [...where, 'secret', 'secretName']);
    const sources = listOf(at(volume, 'projected', 'sources'));
    for (const [source, each] of sources.entries())
      yield* named(at(each, 'secret', 'name'), [...where, 'projected', 'sources', source, 'secret', 'name']);
  }
  for (const [index, { name }] of listOf(pod.spec.imagePullSecrets).entries())
    yield* named(name, [...spec, 'imagePullSecrets', index, 'name']);
}
