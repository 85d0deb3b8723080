import {
  always,
  byVersion,
  containersOf,
  EVERY,
  type Fix,
  isObject,
  type Json,
  type Observation,
  type Path,
  type PodSubject,
  type Requirement,
  type Rule,
  UNKNOWN,
  unknown,
} from '../requirement';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const EXPECTED = 'RuntimeDefault or a profile of the node (Localhost)';

const isConfining = (type: unknown): boolean => type === 'RuntimeDefault' || type === 'Localhost';
const isConfiningAnnotation = (value: unknown): boolean =>
  value === 'runtime/default' || (typeof value === 'string' && value.startsWith('localhost/'));

const CEL_ANNOTATION = `variables.annotations['${PREFIX}' + c.name]`;
const CEL_ANNOTATED = `('${PREFIX}' + c.name) in variables.annotations`;
const CEL_ANNOTATION_CONFINES = `${CEL_ANNOTATION} == 'runtime/default' || ${CEL_ANNOTATION}.startsWith('localhost/')`;
const celConfines = (profile: string): string => `has(${profile}.type) && ${profile}.type in ['RuntimeDefault', 'Localhost']`;
const celHas = (holder: string): string => `has(${holder}.securityContext) && has(${holder}.securityContext.appArmorProfile)`;

/** What confines a container: before 1.30 its annotation; then its own field, else its annotation, else the pod's field. */
export const effectiveAppArmor: Requirement = byVersion({
  'v1.0': always(ruleOf(byAnnotation, `${CEL_ANNOTATED} && (${CEL_ANNOTATION_CONFINES})`)),
  'v1.30': always(
    ruleOf(
      byField,
      `(${celHas('c')}) ? (${celConfines('c.securityContext.appArmorProfile')}) : (${CEL_ANNOTATED} ? (${CEL_ANNOTATION_CONFINES}) : (${celHas('variables.spec')} && ${celConfines('variables.spec.securityContext.appArmorProfile')}))`,
    ),
  ),
});

type Judge = (pod: PodSubject, container: Json, at: Path) => Observation | undefined;

function ruleOf(judge: Judge, each: string): Rule {
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const places = new Set<string>();
      for (const { container, path } of containersOf(pod, EVERY)) {
        const found = judge(pod, container, path);
        if (found === undefined || places.has(found.path.join('\n'))) continue; // of the pod's field once
        places.add(found.path.join('\n'));
        emit(found);
      }
      return true;
    },
    cel: { expression: `${EVERY.variable}.all(c, ${each})`, offenders: `${EVERY.variable}.filter(c, !(${each})).map(c, c.name)` },
    prose: `${EVERY.prose} an AppArmor profile is named that confines it, by its own value or else the pod's`,
  };
}

function annotationOf({ metadata, at }: PodSubject, { name }: Json): { readonly path: Path; readonly value: unknown } {
  const key = PREFIX + String(name);
  const value: unknown = isObject(metadata.annotations) ? metadata.annotations[key] : undefined;
  return { path: [...at, 'metadata', 'annotations', key], value: value ?? undefined };
}

function byAnnotation(pod: PodSubject, container: Json): Observation | undefined {
  const { path, value } = annotationOf(pod, container);
  if (value === UNKNOWN) return unknown(path, EXPECTED);
  if (isConfiningAnnotation(value)) return undefined;
  return failed(path, value, { op: 'set', path, value: 'runtime/default' });
}

function byField(pod: PodSubject, container: Json, at: Path): Observation | undefined {
  const own = profileOf(container);
  if (own !== undefined) return judgeField([...at, 'securityContext', 'appArmorProfile'], own);
  const { path, value } = annotationOf(pod, container);
  if (value === UNKNOWN) return unknown(path, EXPECTED);
  if (value !== undefined) return isConfiningAnnotation(value) ? undefined : failed(path, value, { op: 'remove', path });
  return judgeField([...pod.at, 'spec', 'securityContext', 'appArmorProfile'], profileOf(pod.spec));
}

function profileOf({ securityContext }: Json): unknown {
  if (securityContext === UNKNOWN) return UNKNOWN;
  return isObject(securityContext) ? (securityContext.appArmorProfile ?? undefined) : undefined;
}

function judgeField(path: Path, profile: unknown): Observation | undefined {
  if (profile === UNKNOWN) return unknown(path, EXPECTED);
  const type: unknown = isObject(profile) ? (profile.type ?? undefined) : undefined;
  if (type === UNKNOWN) return unknown([...path, 'type'], EXPECTED);
  if (isConfining(type)) return undefined;
  // The whole profile is written, so that no name of a profile is left beside RuntimeDefault.
  return failed([...path, 'type'], type, { op: 'set', path, value: { type: 'RuntimeDefault' } });
}

function failed(path: Path, actual: unknown, fix: Fix): Observation {
  return { verdict: 'fail', path, actual, expected: EXPECTED, fix };
}
