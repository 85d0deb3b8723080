import {
  always,
  containersOf,
  EVERY,
  isObject,
  type Json,
  listOf,
  type Path,
  type PodSubject,
  type Requirement,
  type Rule,
  type Subject,
  UNKNOWN,
  unknown,
} from '../requirement';

const EXPECTED = 'absent on a volume that others write to';
const INSTRUCTIONS =
  'Mount the whole volume at a path of its own, or give the pod a volume that nobody else writes to: an emptyDir, or a ReadWriteOncePod claim.';

/** Mounts of a part of a volume: where the part is named, and the volume. */
function* subPathMounts(pod: PodSubject): Generator<{ readonly path: Path; readonly part: unknown; readonly volume: string }> {
  for (const { container, path } of containersOf(pod, EVERY))
    for (const [index, mount] of listOf(container.volumeMounts).entries())
      for (const key of ['subPath', 'subPathExpr']) {
        const part: unknown = mount[key];
        if (part !== undefined && part !== null && part !== '' && typeof mount.name === 'string')
          yield { path: [...path, 'volumeMounts', index, key], part, volume: mount.name };
      }
}

function rule(
  isShared: (subject: Subject, pod: PodSubject, volume: string) => boolean,
  rest: Pick<Rule, 'cel' | 'crossObject' | 'prose'>,
): Rule {
  return {
    ...rest,
    reads: 'pod',
    evaluate(subject, emit) {
      const { pod } = subject;
      if (pod === undefined) return false;
      for (const { path, part, volume } of subPathMounts(pod)) {
        if (!isShared(subject, pod, volume)) continue;
        if (part === UNKNOWN) emit(unknown(path, EXPECTED));
        else emit({ verdict: 'fail', path, actual: part, expected: EXPECTED, fix: { op: 'manual', instructions: INSTRUCTIONS } });
      }
      return true;
    },
  };
}

const volumeOf = (pod: PodSubject, name: string): Json | undefined => listOf(pod.spec.volumes).find((volume) => volume.name === name);

const partOfHostPath =
  "has(c.volumeMounts) && c.volumeMounts.exists(m, ((has(m.subPath) && m.subPath != '') || (has(m.subPathExpr) && m.subPathExpr != '')) && has(variables.spec.volumes) && variables.spec.volumes.exists(v, v.name == m.name && has(v.hostPath)))";

/** No part of a hostPath is mounted: one object shows it. */
const ofHostPath: Rule = rule((_, pod, name) => isObject(volumeOf(pod, name)?.hostPath), {
  cel: {
    expression: `${EVERY.variable}.all(c, !(${partOfHostPath}))`,
    offenders: `${EVERY.variable}.filter(c, ${partOfHostPath}).map(c, c.name)`,
  },
  prose: `${EVERY.prose} no \`subPath\` or \`subPathExpr\` is mounted of a hostPath volume`,
});

/** No part of a claim is mounted that several nodes may write to, as far as the claim is known. */
const ofClaim: Rule = rule((subject, pod, name) => accessModesOf(subject, pod, name).includes('ReadWriteMany'), {
  crossObject: true,
  cel: { impossible: 'the access modes stand in another object, the claim' },
  prose: `${EVERY.prose} no \`subPath\` or \`subPathExpr\` is mounted of a claim that is ReadWriteMany`,
});

/** No part of a volume is mounted that others write to. Two rules: an API server can say the first. */
export const unsharedSubPaths: Requirement = always(ofHostPath, ofClaim);

/** Of the template of a StatefulSet, which comes before a volume of the same name; else of the volume's own claim. */
function accessModesOf({ object, namespace, neighbours }: Subject, pod: PodSubject, name: string): readonly unknown[] {
  const templates: unknown = isObject(object.spec) ? object.spec.volumeClaimTemplates : undefined;
  const template = listOf(templates).find(({ metadata }) => isObject(metadata) && metadata.name === name);
  if (template !== undefined) return modesOf(template);
  const volume = volumeOf(pod, name);
  if (isObject(volume?.ephemeral)) return modesOf(volume.ephemeral.volumeClaimTemplate);
  const claim: unknown = isObject(volume?.persistentVolumeClaim) ? volume.persistentVolumeClaim.claimName : undefined;
  return typeof claim === 'string' ? modesOf(neighbours.find('', 'PersistentVolumeClaim', namespace, claim)) : [];
}

function modesOf(claim: unknown): readonly unknown[] {
  const modes: unknown = isObject(claim) && isObject(claim.spec) ? claim.spec.accessModes : undefined;
  return Array.isArray(modes) ? modes : [];
}
