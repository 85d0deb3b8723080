import type { Json } from '../../../lib/controls/requirement';
import { UNKNOWN } from '../../../lib/controls/requirement';
import { claimExample, classExample, statefulSetExample, volumeExample } from '../../../lib/controls/storage/storage-examples';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const EBS = 'ebs.csi.aws.com';
const named = { storageClassName: 'fast' };

describe('the class of a claim', () => {
  const asked = (...objects: readonly Json[]) => placesOf(findingsIn('storage-encryption', objects));

  test('is judged where it stands, and at everybody who names it', () => {
    expect(asked(classExample(EBS), claimExample(named), statefulSetExample(named), volumeExample(named))).toEqual([
      'StorageClass fast parameters.encrypted',
      'PersistentVolumeClaim data spec.storageClassName',
      'StatefulSet db spec.volumeClaimTemplates.0.spec.storageClassName',
      'PersistentVolume data spec.storageClassName',
    ]);
  });

  test('that was not read is not known, nor is that of the cluster', () => {
    expect(asked(claimExample({ storageClassName: 'slow' }), classExample(EBS, { encrypted: 'true' }))).toEqual([]);
    expect(asked(claimExample({}), classExample('disk.csi.azure.com'))).toEqual([]);
  });

  test('whose storage encrypts by itself is on the list of the profile', () => {
    const objects = [classExample('rbd.csi.ceph.com'), claimExample(named)];
    expect(findingsIn('storage-encryption', objects)).toHaveLength(2);
    expect(findingsIn('storage-encryption', objects, { parameters: { classes: ['fast'] } })).toEqual([]);
  });

  test('is told of the parameter only where its driver has it', () => {
    const advice = (provisioner: string) =>
      findingsIn('storage-encryption', [classExample(provisioner)]).map(({ fix }) => (fix.op === 'manual' ? fix.instructions : ''));
    for (const driver of [EBS, 'driver.longhorn.io', 'rook-ceph.rbd.csi.ceph.com'])
      expect(advice(driver)).toEqual([expect.stringContaining('Write `encrypted: "true"`')]);
    for (const driver of ['nfs.csi.k8s.io', 'efs.csi.aws.com', 'rancher.io/local-path'])
      expect(advice(driver)).toEqual([expect.not.stringContaining('encrypted:')]);
  });

  test('must say it as a text: an API server takes no other, and no other spelling counts', () => {
    for (const encrypted of ['True', 'yes', '1', '']) expect(asked(classExample(EBS, { encrypted }))).toHaveLength(1);
  });
});

describe('hardening of volumes', () => {
  const pod = (volumes: readonly Json[], containers: readonly Json[] = [{ name: 'web' }]): Json => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers, volumes },
  });
  const hardened = (control: 'emptydir-size-limit' | 'inline-csi-volume', object: Json, parameters: object = {}) => {
    const { resource: result, findings } = harden(resource(object), { profile: only(control, parameters) });
    return { volumes: result.object.spec.volumes, left: findings.map(({ path }) => path.join('.')) };
  };

  test('bounds an emptyDir, that without a source too, and leaves a size that somebody wrote', () => {
    const { volumes, left } = hardened(
      'emptydir-size-limit',
      pod([{ name: 'a', emptyDir: {} }, { name: 'b' }, { name: 'c', emptyDir: { sizeLimit: '5Gi' } }]),
      { sizeLimit: '128Mi' },
    );
    expect(volumes).toEqual([
      { name: 'a', emptyDir: { sizeLimit: '128Mi' } },
      { name: 'b', emptyDir: { sizeLimit: '128Mi' } },
      { name: 'c', emptyDir: { sizeLimit: '5Gi' } },
    ]);
    expect(left).toEqual([]);
  });

  test('mounts an inline driver read-only, and does not choose the driver', () => {
    const { volumes, left } = hardened(
      'inline-csi-volume',
      pod([
        { name: 'a', csi: { driver: 'secrets-store.csi.k8s.io' } },
        { name: 'b', csi: { driver: 'x', readOnly: false } },
      ]),
    );
    expect(volumes).toEqual([
      { name: 'a', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true } },
      { name: 'b', csi: { driver: 'x', readOnly: false } },
    ]);
    expect(left).toEqual(['spec.volumes.1.csi.driver', 'spec.volumes.1.csi.readOnly']);
  });
});

describe('a volume of the node', () => {
  test('passes below a directory of the profile, which ends at a slash and has no dots', () => {
    const asked = (path: string) =>
      findingsIn('persistent-volume-host-path', [volumeExample({ hostPath: { path } })], { parameters: { prefixes: ['/mnt/disks/'] } })
        .length;
    expect(['/mnt/disks', '/mnt/disks/a', '/mnt/disks/a/b'].map(asked)).toEqual([0, 0, 0]);
    expect(['/mnt', '/mnt/disks-of-others', '/mnt/disks/../../etc', '/'].map(asked)).toEqual([1, 1, 1, 1]);
  });
});

test('claims of an impossible shape are reported, and those beside them judged', () => {
  const set = statefulSetExample({ accessModes: ['ReadWriteMany'] });
  const odd = { ...set, spec: { ...set.spec, volumeClaimTemplates: ['data', ...set.spec.volumeClaimTemplates] } };
  const { findings, malformed } = audit([resource(odd)], { profile: only('volume-access-mode') });
  expect(malformed.map(({ observation }) => observation.path.join('.'))).toEqual(['spec.volumeClaimTemplates.0']);
  expect(placesOf(findings)).toEqual(['StatefulSet db spec.volumeClaimTemplates.1.spec.accessModes']);
});

test('what is not known yet is no pass', () => {
  const objects = [claimExample({ accessModes: UNKNOWN }), claimExample({ resources: { requests: { storage: UNKNOWN } } })];
  expect(findingsIn('volume-access-mode', objects.slice(0, 1))).toMatchObject([{ verdict: 'unknown' }]);
  expect(findingsIn('volume-claim-size', objects.slice(1))).toMatchObject([{ verdict: 'unknown' }]);
});
