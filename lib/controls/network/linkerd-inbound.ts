import { type Emit, isObject, type Path, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { celOfObject } from './cel-of-object';
import { annotationsOf, LINKERD_INJECT, LINKERD_SERVER, meshOfNamespace } from './mesh';

const NAMESPACE = { group: '', kind: 'Namespace' };
/** The annotation of a namespace or a pod that says who is let in where nothing else does: https://linkerd.io/2/reference/authorization-policy/#default-policies */
export const DEFAULT_INBOUND = 'config.linkerd.io/default-inbound-policy';
/** Policies of Linkerd that let in who has shown an identity, or nobody. */
const AUTHENTICATED = ['all-authenticated', 'cluster-authenticated', 'deny'];
const POLICY = `\`${AUTHENTICATED.slice(0, -1).join('`, `')}\` or \`${AUTHENTICATED.at(-1)}\``;
const policyCel = (value: string): string => `${value} in ['${AUTHENTICATED.join("', '")}']`;

/** Linkerd: who is let in at a port of which no policy speaks. */
export const server: Rule = {
  reads: [LINKERD_SERVER],
  evaluate(subject, emit) {
    if (!isKind(LINKERD_SERVER, subject)) return false;
    const { spec } = subject.object;
    const actual: unknown = isObject(spec) ? (spec.accessPolicy ?? undefined) : undefined;
    if (actual !== undefined) emitPolicy(actual, ['spec', 'accessPolicy'], emit);
    return true;
  },
  cel: celOfObject(`!has(object.spec) || !has(object.spec.accessPolicy) || ${policyCel('object.spec.accessPolicy')}`),
  prose: `\`accessPolicy\` of a Server of Linkerd, where written, is ${POLICY}`,
};

function emitPolicy(actual: unknown, path: Path, emit: Emit): void {
  if (actual === UNKNOWN) emit(unknown(path, POLICY));
  else if (!AUTHENTICATED.includes(String(actual)))
    emit({ verdict: 'fail', path, actual, expected: POLICY, fix: { op: 'set', path, value: 'all-authenticated' } });
}

const KEY = `'${DEFAULT_INBOUND}'`;

/** Linkerd: who is let into a pod by default. */
export const ofPods: Rule = {
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    const actual: unknown = annotationsOf({ metadata: pod.metadata })[DEFAULT_INBOUND] ?? undefined;
    if (actual === undefined) return false;
    emitPolicy(actual, [...pod.at, 'metadata', 'annotations', DEFAULT_INBOUND], emit);
    return true;
  },
  cel: {
    expression: `!(${KEY} in variables.annotations) || ${policyCel(`variables.annotations[${KEY}]`)}`,
    offenders: `(!(${KEY} in variables.annotations) || ${policyCel(`variables.annotations[${KEY}]`)}) ? [] : [${KEY}]`,
  },
  prose: `the annotation \`${DEFAULT_INBOUND}\` of a pod, where written, is ${POLICY}`,
};

/** Linkerd: the same for a namespace; absent means what was installed. */
export function ofNamespaces(installed: string): Rule {
  const isSafe = AUTHENTICATED.includes(installed);
  const has = `has(object.metadata.annotations) && ${KEY} in object.metadata.annotations`;
  const injects = `has(object.metadata.annotations) && '${LINKERD_INJECT}' in object.metadata.annotations && object.metadata.annotations['${LINKERD_INJECT}'] in ['enabled', 'ingress']`;
  const absent = isSafe ? 'true' : `!(${injects})`;
  return {
    reads: [NAMESPACE],
    evaluate(subject, emit) {
      if (!isKind(NAMESPACE, subject)) return false;
      const actual: unknown = annotationsOf(subject.object)[DEFAULT_INBOUND] ?? undefined;
      const path = ['metadata', 'annotations', DEFAULT_INBOUND];
      if (actual !== undefined) {
        emitPolicy(actual, path, emit);
        return true;
      }
      if (meshOfNamespace(subject.object) !== 'linkerd') return false;
      const instructions = `Write ${POLICY}, after you have seen that every client is in the mesh: all others are cut off.`;
      if (!isSafe)
        emit({ verdict: 'fail', path, actual, expected: `${POLICY} (absent means \`${installed}\`)`, fix: { op: 'manual', instructions } });
      return true;
    },
    cel: celOfObject(`(${has}) ? ${policyCel(`object.metadata.annotations[${KEY}]`)} : (${absent})`),
    prose: `the annotation \`${DEFAULT_INBOUND}\` of a Namespace that puts its pods into Linkerd is ${POLICY}`,
  };
}
