import { control } from '../control';
import { volumesOf } from '../pod/volumes';
import { containersOf, custom, DECLARED, isObject, type Json, type PodSubject, type Rule, UNKNOWN, unknown } from '../requirement';
import { compareQuantities, isQuantity } from '../requirement/quantity';

/** In the words of an API server; `v` is a volume. */
const aboveZero = (value: string): string => `has(${value}) && quantity(string(${value})).isGreaterThan(quantity('0'))`;
const limited = (holder: string): string =>
  `has(${holder}.resources) && has(${holder}.resources.limits) && ${aboveZero(`${holder}.resources.limits.memory`)}`;
const LIMITED = `(${limited('variables.spec')}) || variables.declared.exists(c, ${limited('c')})`;
const SIZED = aboveZero('v.emptyDir.sizeLimit');
const COUNTED = `(!has(v.emptyDir.medium) || v.emptyDir.medium != 'Memory' || ${LIMITED})`;
const PASSES = `(has(v.emptyDir) ? (${SIZED} && ${COUNTED}) : !v.all(k, k == 'name'))`;

/** An entry without any source is an emptyDir for the API server. */
function isEmptyDir(volume: Json): boolean {
  if (volume.emptyDir != null) return true;
  for (const key in volume) if (key !== 'name' && volume[key] != null) return false;
  return true;
}

function isAboveZero(quantity: unknown): boolean {
  return isQuantity(quantity) && compareQuantities(quantity, '0') > 0;
}

function limitsMemory({ resources }: Json): boolean {
  return isObject(resources) && isObject(resources.limits) && isAboveZero(resources.limits.memory);
}

function hasMemoryLimit(pod: PodSubject): boolean {
  if (limitsMemory(pod.spec)) return true;
  for (const { container } of containersOf(pod, DECLARED)) if (limitsMemory(container)) return true;
  return false;
}

function bounded(size: string): Rule {
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { volume, path } of volumesOf(pod, emit)) {
        if (!isEmptyDir(volume)) continue;
        const { sizeLimit, medium }: Json = isObject(volume.emptyDir) ? volume.emptyDir : {};
        const at = [...path, 'emptyDir', 'sizeLimit'];
        const expected = 'set and above zero';
        if (volume.emptyDir === UNKNOWN || sizeLimit === UNKNOWN) emit(unknown(at, expected));
        else if (!isAboveZero(sizeLimit))
          emit({ verdict: 'fail', path: at, actual: sizeLimit ?? undefined, expected, fix: { op: 'set', path: at, value: size } });
        if (medium === 'Memory' && !hasMemoryLimit(pod))
          emit({
            verdict: 'fail',
            path: [...path, 'emptyDir', 'medium'],
            actual: medium,
            expected: 'absent, or counted against `limits.memory` of a container or of the pod',
            fix: { op: 'manual', instructions: 'Set `limits.memory` of the containers that write there: the volume is their memory.' },
          });
      }
      return true;
    },
    cel: {
      expression: `!has(variables.spec.volumes) || variables.spec.volumes.all(v, ${PASSES})`,
      offenders: `!has(variables.spec.volumes) ? [] : variables.spec.volumes.filter(v, !${PASSES}).map(v, v.name)`,
    },
    prose: 'in the pod each `emptyDir` has a `sizeLimit` above zero, and one with `medium: Memory` counts against a `limits.memory`',
  };
}

const MEMORY = { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } };

export const emptydirSizeLimit = control({
  id: 'emptydir-size-limit',
  family: 'storage',
  title: 'Bound emptyDir volumes',
  severity: 'low',
  why: 'A pod that fills the disk of the node, or its memory, takes down every other pod on it.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir' },
  counterparts: {
    kyverno: ['require-emptydir-requests-and-limits', 'add-emptydir-sizelimit'],
  },
  notes:
    'A volume without any source counts: the API server makes an emptyDir of it. `medium: Memory` is memory of the containers that write there, so one of them, or the pod, must have `limits.memory`; that each has one is for `memory-limit`. Asked of Windows, too: the kubelet evicts there as well. Kyverno passes instead where the containers have limits of ephemeral storage.',
  parameters: {
    /** What hardening writes. */
    sizeLimit: '64Mi',
  },
  require: ({ sizeLimit }) => custom(bounded(sizeLimit)),
  examples: {
    pass: [
      {
        because: 'the kubelet evicts the pod before the disk is full',
        pod: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }] },
      },
      {
        because: 'another kind of volume has a size of its own',
        pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      },
      {
        because: 'memory that counts against the limit of a container',
        pod: { volumes: [MEMORY], containers: [{ resources: { limits: { memory: '256Mi' } } }] },
      },
      {
        because: 'memory that counts against the limit of the pod',
        pod: { volumes: [MEMORY], ...{ resources: { limits: { memory: '256Mi' } } } },
      },
    ],
    fail: [
      { because: 'as large as the disk of the node', pod: { volumes: [{ name: 'tmp', emptyDir: {} }] } },
      { because: 'without a source the API server makes an emptyDir', pod: { volumes: [{ name: 'tmp' }] } },
      { because: 'zero is no limit', pod: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '0' } }] } },
      { because: 'memory of the node that no container has to answer for', pod: { volumes: [MEMORY] } },
      {
        because: 'a limit of zero is none',
        pod: { volumes: [MEMORY], containers: [{ resources: { limits: { memory: '0' } } }] },
      },
      { because: 'memory without any limit', pod: { volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory' } }] } },
    ],
  },
});
