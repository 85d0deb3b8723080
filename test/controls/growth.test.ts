import { CATALOGUE } from '../../lib/controls/catalogue';
import type { Control, Example } from '../../lib/controls/control';
import { exampleObject } from '../../lib/controls/example-object';
import { isObject, type Json } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { LATEST_MINOR } from '../../lib/engine/plan';
import { resource } from '../../lib/engine/resource';
import { defineProfile } from '../../lib/profiles/profile';

/** Families whose objects come by the thousand; a Docker host has one daemon. */
const FAMILIES = new Set(['pod', 'workload', 'network', 'namespace', 'rbac', 'service', 'ingress', 'secret', 'storage']);
const joining = CATALOGUE.filter(
  (control) =>
    FAMILIES.has(control.family) &&
    control
      .requireWith()
      .at(LATEST_MINOR)
      .some(({ crossObject }) => crossObject === true),
);

const CLUSTER_SCOPED = /^(Namespace|Cluster.*|PersistentVolume|StorageClass|IngressClass|PriorityClass|RuntimeClass|CSIDriver)$/;
const SELECTORS = new Set(['selector', 'podSelector', 'matchLabels', 'labels', 'clusterRoleSelectors']);

/** The texts by which the objects of an example find each other: their names, and the values of labels. */
function ties(objects: readonly Json[]): ReadonlySet<string> {
  const found = new Set(objects.map(({ metadata }) => String(metadata?.name)));
  const visit = (node: unknown, isLabels: boolean): void => {
    if (isLabels && typeof node === 'string') found.add(node);
    else if (Array.isArray(node)) for (const each of node) visit(each, false);
    else if (isObject(node)) for (const key in node) visit(node[key], SELECTORS.has(key) || (isLabels && typeof node[key] === 'string'));
  };
  for (const each of objects) visit(each, false);
  return found;
}

/** As many copies of what an example speaks of, each with names and labels of its own. */
function copies(example: Example, count: number, ownNamespace: boolean): readonly Json[] {
  const objects = [exampleObject(example), ...(example.with ?? [])];
  const own = new Set(ties(objects));
  if (ownNamespace) for (const { metadata } of objects) if (typeof metadata?.namespace === 'string') own.add(metadata.namespace);
  const renamed = (node: unknown, copy: number): unknown => {
    if (typeof node === 'string') return own.has(node) ? `${node}-${copy}` : node;
    if (Array.isArray(node)) return node.map((each) => renamed(each, copy));
    return isObject(node) ? Object.fromEntries(Object.entries(node).map(([key, each]) => [key, renamed(each, copy)])) : node;
  };
  return Array.from({ length: count }, (_, copy) =>
    objects.map((each): Json => {
      const { apiVersion, kind, ...rest } = each;
      const { metadata, ...more } = renamed(rest, copy) as Json;
      const namespace = metadata?.namespace ?? (CLUSTER_SCOPED.test(kind) ? undefined : ownNamespace ? `other-${copy}` : 'other');
      return { apiVersion, kind, metadata: { ...metadata, ...(namespace && { namespace }) }, ...more };
    }),
  ).flat();
}

/** What is read of the objects in an audit by one control. */
function reads(control: Control, parameters: object | undefined, objects: readonly Json[]): number {
  let looks = 0;
  const watched = new WeakMap<object, unknown>();
  const watch = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = watched.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, {
      get(target, key, self) {
        looks++;
        return watch(Reflect.get(target, key, self));
      },
    });
    watched.set(value, proxy);
    return proxy;
  };
  const profile = defineProfile({ name: 'one', controls: { [control.id]: { level: 'warn', ...parameters } } });
  const resources = objects.map((each) => resource(watch(each) as Json));
  looks = 0;
  audit(resources, { profile, today: '2026-01-01' });
  return looks;
}

/** What selects everything meets everything: as many answers as there are pairs. */
function meetsAll(example: Example): boolean {
  return /"(podSelector|selector)":\{(\}|"matchExpressions)|"kind":"Namespace"/.test(JSON.stringify(example));
}

function growth(control: Control, example: Example, ownNamespace: boolean): number {
  const [some, more] = [20, 60].map((count) => reads(control, example.parameters, copies(example, count, ownNamespace)));
  return (more ?? 0) / (some ?? 1);
}

/** Thrice the objects, and no more than thrice the work; a join of every pair would be nine times as much. */
const LINEAR = 3.3;

describe.each(joining.map((control) => [control.id, control] as const))('what %s reads', (_, control) => {
  const examples = [...control.examples.pass, ...control.examples.fail];

  test.each([
    ['each in a namespace of its own', true],
    ['all in one namespace', false],
  ])('grows as the objects do, %s', (_where, ownNamespace) => {
    const asked = ownNamespace ? examples : examples.filter((example) => !meetsAll(example));
    const growths = asked.map((example) => [example.because, growth(control, example, ownNamespace)] as const);
    expect(growths.filter(([, by]) => by > LINEAR)).toEqual([]);
  });
});
