import { type Observation, type Path, UNKNOWN } from './finding';
import { isObject, type Json, type PodSubject } from './subject';
import { malformed } from './walk';
import { WORKLOAD_KINDS } from './workload-kinds';

const TEMPLATES = new Map<string, readonly (readonly string[])[]>();
for (const { group, kind, template } of WORKLOAD_KINDS) {
  const key = `${group}/${kind}`;
  TEMPLATES.set(key, [...(TEMPLATES.get(key) ?? []), template]);
}

/** Whether objects of that kind hold pods. */
export function holdsPods(group: string, kind: string): boolean {
  return TEMPLATES.has(`${group}/${kind}`);
}

/** The pods that an object holds, and what keeps one from being read. */
export interface PodsOf {
  readonly pods: readonly PodSubject[];
  readonly malformed: readonly Observation[];
}

const NONE: PodsOf = { pods: [], malformed: [] };

/** Finds the pod, or the pod templates, of an object of a known kind. */
export function podsOf(group: string, kind: string, object: Json): PodsOf {
  const templates = TEMPLATES.get(`${group}/${kind}`);
  if (templates === undefined) return NONE;
  const pods: PodSubject[] = [];
  const bad: Observation[] = [];
  for (const template of templates) visit(object, template, [], pods, bad);
  return { pods, malformed: bad };
}

function visit(node: unknown, steps: readonly string[], at: Path, pods: PodSubject[], bad: Observation[]): void {
  if (node === undefined || node === null) return; // no template there: the API server says what it needs
  const [step, ...rest] = steps;
  if (step === '*') {
    if (Array.isArray(node)) for (const [index, element] of node.entries()) visit(element, rest, [...at, index], pods, bad);
    else if (isObject(node)) for (const key in node) visit(node[key], rest, [...at, key], pods, bad);
    else bad.push(malformed(at, node, 'a list'));
  } else if (!isObject(node)) bad.push(malformed(at, node, 'an object'));
  else if (step !== undefined) visit(node[step], rest, [...at, step], pods, bad);
  else addPod(node, at, pods, bad);
}

function addPod(node: Json, at: Path, pods: PodSubject[], bad: Observation[]): void {
  const { spec, metadata } = node;
  if (metadata !== undefined && metadata !== null && metadata !== UNKNOWN && !isObject(metadata))
    bad.push(malformed([...at, 'metadata'], metadata, 'an object'));
  if (spec === undefined || spec === null) return;
  if (!isObject(spec)) {
    bad.push(malformed([...at, 'spec'], spec, 'an object'));
    return;
  }
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    const all: unknown = spec[list];
    if (all === undefined || all === null) continue;
    if (!Array.isArray(all)) bad.push(malformed([...at, 'spec', list], all, 'a list'));
    else
      all.forEach((container, index) => {
        if (!isObject(container)) bad.push(malformed([...at, 'spec', list, index], container, 'an object'));
      });
  }
  pods.push({ spec, metadata: isObject(metadata) ? metadata : {}, at });
}
