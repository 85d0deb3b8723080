import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { isObject, type Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import type { ApiServer } from '../judges/api-server';
import { judge } from '../judges/installed';

/** Groups of which no definition is to be had as it was published: schemas alone judge them (test/kubernetes/custom-resources.test.ts). */
export const WITHOUT_DEFINITION: readonly string[] = ['policy.linkerd.io', 'projectcalico.org', 'secrets-store.csi.x-k8s.io'];

/** Whether the server is asked: the Security Profiles Operator before v0.9 had definitions of namespaces, and one server takes one. */
export function isDefined(object: Json): boolean {
  const { group, namespace } = resource(object);
  return !WITHOUT_DEFINITION.includes(group) && !(group === 'security-profiles-operator.x-k8s.io' && namespace !== undefined);
}

/** `networking.istio.io Sidecar`, without the version: a definition has them all. */
export const kindOf = (object: Json): string => {
  const { group, kind } = resource(object);
  return `${group} ${kind}`;
};

/** The definitions by their publishers, with the rules in CEL that no JSON schema has. */
function definitions(): readonly Json[] {
  const folder = judge('crds');
  return readdirSync(folder)
    .flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')))
    .filter(isObject)
    .filter((each) => each.kind === 'CustomResourceDefinition');
}

/** Installs the definitions of these objects' kinds, and waits until each is served. */
export async function define(server: ApiServer, objects: readonly Json[]): Promise<void> {
  const wanted = new Map(objects.map((object) => [kindOf(object), object]));
  const found = definitions().filter(({ spec }) => wanted.has(`${spec.group} ${spec.names.kind}`));
  const missing = [...wanted.keys()].filter((each) => !found.some(({ spec }) => each === `${spec.group} ${spec.names.kind}`));
  if (missing.length > 0) throw new Error(`no definition of ${missing.join(', ')}`);
  for (const each of found) await server.mustCreate(each);
  for (const object of wanted.values()) while ((await saidOf(server, object)) === undefined) await setTimeout(50);
}

/** What the server says of an object, where every field must be one that it knows; undefined where it does not know the kind. */
export async function saidOf(server: ApiServer, object: Json): Promise<string | undefined> {
  const { status, body, warnings } = await server.create(object, object.metadata.namespace ?? 'shop', { dryRun: true });
  if (status === 404) return undefined;
  return status === 201 ? ['accepted', ...warnings].join(': ') : `${object.kind} ${object.metadata.name}: ${body.message}`;
}
