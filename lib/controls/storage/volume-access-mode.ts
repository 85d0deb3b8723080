import { control } from '../control';
import { custom, UNKNOWN, unknown } from '../requirement';
import { CLAIM_HOLDERS, celOfClaims, claimsOf } from './claims';
import { claimExample, statefulSetExample } from './storage-examples';

const ALLOWED = ['ReadWriteOncePod', 'ReadWriteOnce', 'ReadOnlyMany'];
const EXPECTED = 'one or more of `ReadWriteOncePod`, `ReadWriteOnce` and `ReadOnlyMany`';
const PASSES = celOfClaims(
  (spec) =>
    `has(${spec}.accessModes) && size(${spec}.accessModes) > 0 && ${spec}.accessModes.all(m, m in [${ALLOWED.map((each) => `'${each}'`).join(', ')}])`,
);

export const volumeAccessMode = control({
  id: 'volume-access-mode',
  family: 'storage',
  title: 'Claim volumes for one writer',
  severity: 'low',
  why: 'What several nodes may write, any pod that claims it may change under the others.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes' },
  counterparts: { kubesec: ['VolumeClaimAccessModeReadWriteOnce'], kyverno: ['readwriteonce-pod'] },
  notes:
    'Kyverno wants `ReadWriteOncePod`, kubesec `ReadWriteOnce`: both pass, and so does `ReadOnlyMany`. A share that several pods write (`ReadWriteMany`) is waived, with the reason.',
  require: custom({
    reads: CLAIM_HOLDERS,
    evaluate(subject, emit) {
      const claims = claimsOf(subject, emit);
      if (claims === undefined) return false;
      for (const { spec, path } of claims) {
        const modes: unknown = spec.accessModes ?? undefined;
        const at = [...path, 'accessModes'];
        if (modes === UNKNOWN) emit(unknown(at, EXPECTED));
        else if (!Array.isArray(modes) || modes.length === 0 || modes.some((each) => !ALLOWED.includes(each)))
          emit({
            verdict: 'fail',
            path: at,
            actual: modes,
            expected: EXPECTED,
            fix: {
              op: 'manual',
              instructions: 'Write `ReadWriteOncePod` where one pod writes (a CSI driver is needed), else `ReadWriteOnce`.',
            },
          });
      }
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the ' + object.kind]` },
    prose: `in every PersistentVolumeClaim, and in each claim template of a StatefulSet, \`accessModes\` is ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'one pod writes', object: claimExample({ accessModes: ['ReadWriteOncePod'] }) },
      { because: 'many read', object: claimExample({ accessModes: ['ReadOnlyMany'] }) },
      { because: 'each replica has its own', object: statefulSetExample({ accessModes: ['ReadWriteOnce'] }) },
    ],
    fail: [
      { because: 'every node may write', object: claimExample({ accessModes: ['ReadWriteMany'] }) },
      { because: 'one of two modes is enough', object: claimExample({ accessModes: ['ReadWriteOnce', 'ReadWriteMany'] }) },
      { because: 'of a template too', object: statefulSetExample({ accessModes: ['ReadWriteMany'] }) },
      { because: 'nothing is said', object: statefulSetExample({ accessModes: [] }) },
    ],
  },
});
