import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { CLAIM_HOLDERS, celOfClaims, claimsOf } from './claims';
import { claimExample, statefulSetExample } from './storage-examples';

const PASSES = celOfClaims(
  (spec) => `has(${spec}.resources) && has(${spec}.resources.requests) && 'storage' in ${spec}.resources.requests`,
);

export const volumeClaimSize = control({
  id: 'volume-claim-size',
  family: 'storage',
  title: 'State the size of claims',
  severity: 'low',
  why: 'A claim without a size counts for nothing in a quota, and some drivers give it all there is.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#resources' },
  counterparts: { kubesec: ['VolumeClaimRequestsStorage'] },
  require: custom({
    reads: CLAIM_HOLDERS,
    evaluate(subject, emit) {
      const claims = claimsOf(subject, emit);
      if (claims === undefined) return false;
      for (const { spec, path } of claims) {
        const requests: unknown = isObject(spec.resources) ? spec.resources.requests : spec.resources;
        const storage: unknown = isObject(requests) ? (requests.storage ?? undefined) : requests;
        const at = [...path, 'resources', 'requests', 'storage'];
        if (storage === UNKNOWN) emit(unknown(at, 'set'));
        else if (storage === undefined || storage === null)
          emit({
            verdict: 'fail',
            path: at,
            actual: undefined,
            expected: 'set',
            fix: { op: 'manual', instructions: 'Write how much is needed, as a quantity: `1Gi`.' },
          });
      }
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the ' + object.kind]` },
    prose: 'in every PersistentVolumeClaim, and in each claim template of a StatefulSet, `resources.requests.storage` is set',
  }),
  examples: {
    pass: [
      { because: 'the size is stated', object: claimExample({}) },
      { because: 'that of each replica', object: statefulSetExample({}) },
      {
        because: 'it may not grow beyond',
        object: claimExample({ resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } } }),
      },
    ],
    fail: [
      { because: 'nothing is said', object: claimExample({ resources: {} }) },
      { because: 'a limit is no request', object: claimExample({ resources: { limits: { storage: '2Gi' } } }) },
      { because: 'of a template too', object: statefulSetExample({ resources: { requests: {} } }) },
    ],
  },
});
