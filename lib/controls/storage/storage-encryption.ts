import { control } from '../control';
import { all, custom, isObject, type Json, type KindRef, type Rule, type Subject, UNKNOWN, unknown } from '../requirement';
import { celList } from '../requirement/text';
import { CLAIM_HOLDERS, claimsOf } from './claims';
import { claimExample, classExample, statefulSetExample, volumeExample } from './storage-examples';

const STORAGE_CLASS: KindRef = { group: 'storage.k8s.io', kind: 'StorageClass' };
const PERSISTENT_VOLUME: KindRef = { group: '', kind: 'PersistentVolume' };
const NO_CLASSES: readonly string[] = [];

/** Azure and Google encrypt every disk and share, whether anybody asks or not. */
const ALWAYS = [
  'disk.csi.azure.com',
  'file.csi.azure.com',
  'blob.csi.azure.com',
  'kubernetes.io/azure-disk',
  'kubernetes.io/azure-file',
  'pd.csi.storage.gke.io',
  'filestore.csi.storage.gke.io',
  'kubernetes.io/gce-pd',
];
const EXPECTED = '`"true"`, or a provisioner that always encrypts';
/** Drivers that have the parameter: of Amazon, Alibaba, Longhorn and Ceph, Rook's included. Some of the others refuse what they do not know. */
const HAS_PARAMETER =
  /^(?:ebs\.csi\.aws\.com|ebs\.csi\.eks\.amazonaws\.com|kubernetes\.io\/aws-ebs|diskplugin\.csi\.alibabacloud\.com|driver\.longhorn\.io|(?:.+\.)?(?:rbd|cephfs)\.csi\.ceph\.com)$/;
const ON_THE_LIST = 'put the class on the list, where the storage encrypts by itself (`classes`)';

function instructionsFor(provisioner: unknown): string {
  if (typeof provisioner === 'string' && HAS_PARAMETER.test(provisioner))
    return `Write \`encrypted: "true"\` in a new StorageClass (the parameters of one that exists cannot be changed), or ${ON_THE_LIST}.`;
  return `Encrypt where this driver keeps its data, the file system, pool or disks behind it, and ${ON_THE_LIST}. Write no parameter that the driver does not document.`;
}

function encrypts({ provisioner, parameters, metadata }: Json, classes: readonly string[]): boolean | undefined {
  if (classes.includes(metadata?.name) || ALWAYS.includes(provisioner)) return true;
  if (!isObject(parameters)) return parameters === UNKNOWN || provisioner === UNKNOWN ? undefined : false;
  const { encrypted, diskEncryptionSetID } = parameters;
  if (encrypted === 'true' || (typeof diskEncryptionSetID === 'string' && diskEncryptionSetID !== '')) return true;
  return encrypted === UNKNOWN || diskEncryptionSetID === UNKNOWN || provisioner === UNKNOWN ? undefined : false;
}

function ofClasses(classes: readonly string[]): Rule {
  const passes = [
    `object.provisioner in ${celList(ALWAYS)}`,
    ...(classes.length === 0 ? [] : [`(has(object.metadata.name) && object.metadata.name in ${celList(classes)})`]),
    "(has(object.parameters) && 'encrypted' in object.parameters && object.parameters['encrypted'] == 'true')",
    "(has(object.parameters) && 'diskEncryptionSetID' in object.parameters && object.parameters['diskEncryptionSetID'] != '')",
  ].join(' || ');
  return {
    reads: [STORAGE_CLASS],
    evaluate({ object, group, kind }, emit) {
      if (group !== STORAGE_CLASS.group || kind !== STORAGE_CLASS.kind) return false;
      const answer = encrypts(object, classes);
      const path = ['parameters', 'encrypted'];
      if (answer === undefined) emit(unknown(path, EXPECTED));
      else if (!answer) {
        const actual: unknown = isObject(object.parameters) ? (object.parameters.encrypted ?? undefined) : undefined;
        emit({
          verdict: 'fail',
          path,
          actual,
          expected: EXPECTED,
          fix: { op: 'manual', instructions: instructionsFor(object.provisioner) },
        });
      }
      return true;
    },
    cel: { expression: passes, offenders: `(${passes}) ? [] : ['the StorageClass']` },
    prose:
      'every StorageClass has `parameters.encrypted: "true"`, a `diskEncryptionSetID`, a provisioner of Azure or Google, or is on the list',
  };
}

/** Where an object names classes. */
function namedClasses(subject: Subject): readonly { readonly name: unknown; readonly path: readonly (string | number)[] }[] | undefined {
  const { object, group, kind } = subject;
  const claims =
    group === PERSISTENT_VOLUME.group && kind === PERSISTENT_VOLUME.kind && isObject(object.spec)
      ? [{ spec: object.spec, path: ['spec'] }]
      : claimsOf(subject, () => {});
  return claims?.map(({ spec, path }) => ({ name: spec.storageClassName, path: [...path, 'storageClassName'] }));
}

function ofTheirUsers(classes: readonly string[]): Rule {
  return {
    reads: [PERSISTENT_VOLUME, ...CLAIM_HOLDERS],
    crossObject: true,
    evaluate(subject, emit) {
      let asked = false;
      for (const { name, path } of namedClasses(subject) ?? []) {
        if (typeof name !== 'string') continue;
        const known = subject.neighbours.find(STORAGE_CLASS.group, STORAGE_CLASS.kind, undefined, name);
        if (known === undefined) continue;
        asked = true;
        if (encrypts(known, classes) !== false) continue;
        const instructions = `Name a StorageClass that encrypts: ${name} does not say so.`;
        emit({ verdict: 'fail', path, actual: name, expected: 'a StorageClass that encrypts', fix: { op: 'manual', instructions } });
      }
      return asked;
    },
    cel: { impossible: 'What the StorageClass says stands in another object, and an admission policy sees one.' },
    prose: 'the StorageClass that a PersistentVolume or a claim names, where it was read too, encrypts',
  };
}

const EBS = 'ebs.csi.aws.com';

export const storageEncryption = control({
  id: 'storage-encryption',
  family: 'storage',
  title: 'Encrypt volumes at rest',
  severity: 'medium',
  why: 'Whoever gets hold of a disk, a snapshot or a backup of it reads everything that was ever written there.',
  references: { nsa: 'Network: encryption' },
  counterparts: {
    kubescape: ['C-0264'],
    kyverno: ['restrict-storageclass', 'require-storageclass'],
    gatekeeper: ['K8sStorageClass'],
  },
  notes:
    'A volume or claim is asked only where its StorageClass was read together with it: what a class of another file says, nobody knows. Storage that encrypts by itself (a pool of Ceph, an array) goes on the list `classes`.',
  parameters: {
    /** Names of StorageClasses whose storage encrypts by itself. */
    classes: NO_CLASSES,
  },
  require: ({ classes }) => all(custom(ofClasses(classes)), custom(ofTheirUsers(classes))),
  examples: {
    pass: [
      { because: 'it says so', object: classExample(EBS, { encrypted: 'true' }) },
      { because: 'Azure encrypts every disk', object: classExample('disk.csi.azure.com', { skuName: 'Premium_LRS' }) },
      {
        because: 'a key of its own',
        object: classExample('disk.example.com', { diskEncryptionSetID: '/subscriptions/1/diskEncryptionSets/shop' }),
      },
      { because: 'somebody knows that it does', parameters: { classes: ['fast'] }, object: classExample('rbd.csi.ceph.com') },
      {
        because: 'its class says so',
        object: claimExample({ storageClassName: 'fast' }),
        with: [classExample(EBS, { encrypted: 'true' })],
      },
    ],
    fail: [
      { because: 'Amazon encrypts where it is asked to', object: classExample(EBS) },
      { because: 'it says no', object: classExample(EBS, { encrypted: 'false' }) },
      { because: 'its class does not say so', object: claimExample({ storageClassName: 'fast' }), with: [classExample(EBS)] },
      { because: 'nor that of each replica', object: statefulSetExample({ storageClassName: 'fast' }), with: [classExample(EBS)] },
      { because: 'a volume that was made by hand', object: volumeExample({ storageClassName: 'fast' }), with: [classExample(EBS)] },
    ],
  },
});
