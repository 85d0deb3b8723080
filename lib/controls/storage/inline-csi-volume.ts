import { control } from '../control';
import { volumesOf } from '../pod/volumes';
import { custom, isObject, type Rule, UNKNOWN, unknown } from '../requirement';
import { celList, code, or } from '../requirement/text';

const DRIVERS: readonly string[] = ['secrets-store.csi.k8s.io'];

function deliberate(drivers: readonly string[]): Rule {
  const allowed = new Set<unknown>(drivers);
  const named = drivers.length === 0 ? 'none' : or(drivers.map(code));
  const passes = `(!has(v.csi) || (has(v.csi.readOnly) && v.csi.readOnly == true && v.csi.driver in ${celList(drivers)}))`;
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { volume, path } of volumesOf(pod, emit)) {
        const { csi } = volume;
        if (csi === undefined || csi === null) continue;
        const at = [...path, 'csi'];
        if (!isObject(csi)) {
          if (csi === UNKNOWN) emit(unknown(at, 'an allowed driver, read-only'));
          continue;
        }
        const driver: unknown = csi.driver ?? undefined;
        const readOnly: unknown = csi.readOnly ?? undefined;
        if (driver === UNKNOWN) emit(unknown([...at, 'driver'], named));
        else if (!allowed.has(driver))
          emit({
            verdict: 'fail',
            path: [...at, 'driver'],
            actual: driver,
            expected: named,
            fix: {
              op: 'manual',
              instructions:
                'Claim the storage (persistentVolumeClaim), or put the driver on the list, if it is meant for volumes in the pod (`drivers`).',
            },
          });
        if (readOnly === UNKNOWN) emit(unknown([...at, 'readOnly'], '`true`'));
        else if (readOnly !== true) {
          const path = [...at, 'readOnly'];
          // Another driver may be one that is written to: whether it is allowed is decided first.
          const fix = allowed.has(driver)
            ? ({ op: 'set', path, value: true } as const)
            : ({ op: 'manual', instructions: 'Decide on the driver first, then write `readOnly: true`.' } as const);
          emit({ verdict: 'fail', path, actual: readOnly, expected: '`true`', fix });
        }
      }
      return true;
    },
    cel: {
      expression: `!has(variables.spec.volumes) || variables.spec.volumes.all(v, ${passes})`,
      offenders: `!has(variables.spec.volumes) ? [] : variables.spec.volumes.filter(v, !${passes}).map(v, v.name)`,
    },
    prose: `in the pod each inline \`csi\` volume names an allowed driver (${named}) and is read-only`,
  };
}

const volume = (csi: object) => ({ volumes: [{ name: 'secrets', csi }] });
const [SECRETS_STORE] = DRIVERS;

export const inlineCsiVolume = control({
  id: 'inline-csi-volume',
  family: 'storage',
  title: 'Use inline CSI drivers on purpose',
  severity: 'low',
  why: 'A driver runs on the node with the rights of its host, and an inline volume hands it whatever attributes the pod likes, past every administrator of storage.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-driver-restrictions' },
  counterparts: {},
  notes: 'Pod Security restricted allows `csi` without a look at the driver.',
  parameters: {
    /** Drivers that are meant for volumes in the pod, and safe there. */
    drivers: DRIVERS,
  },
  require: ({ drivers }) => custom(deliberate(drivers)),
  examples: {
    pass: [
      { because: 'secrets, to be read', pod: volume({ driver: SECRETS_STORE, readOnly: true }) },
      {
        because: 'a driver that was put on the list',
        parameters: { drivers: ['csi.cert-manager.io'] },
        pod: volume({ driver: 'csi.cert-manager.io', readOnly: true }),
      },
      { because: 'storage that is claimed', pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } },
    ],
    fail: [
      { because: 'it may be written to', pod: volume({ driver: SECRETS_STORE }) },
      { because: 'it says so', pod: volume({ driver: SECRETS_STORE, readOnly: false }) },
      { because: 'nobody looked at this driver', pod: volume({ driver: 'csi.example.com', readOnly: true }) },
      {
        because: 'the list says which ones',
        parameters: { drivers: ['csi.cert-manager.io'] },
        pod: volume({ driver: SECRETS_STORE, readOnly: true }),
      },
    ],
  },
});
