import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

const options = { profile: defineProfile({ name: 'sub-path', controls: { 'sub-path-host-volume': 'fail' } }) };
const container = { name: 'web', image: 'web:1', volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'web' }] };
const claimSpec = (mode: string) => ({ accessModes: [mode], resources: { requests: { storage: '1Gi' } } });
const statefulSet = (mode: string) =>
  resource({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      template: { spec: { containers: [container] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claimSpec(mode) }],
    },
  });

test.each([
  ['ReadWriteMany', 1],
  ['ReadWriteOnce', 0],
])('the claim template of a StatefulSet counts: %s gives %d findings', (mode, count) => {
  expect(audit([statefulSet(mode)], options).findings).toHaveLength(count);
});

test('the template of an ephemeral volume counts', () => {
  const volumes = [{ name: 'data', ephemeral: { volumeClaimTemplate: { spec: claimSpec('ReadWriteMany') } } }];
  const pod = resource({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container], volumes } });
  expect(audit([pod], options).findings).toHaveLength(1);
});

test('a claim of the same name in another namespace is another claim', () => {
  const claim = (namespace: string) =>
    resource({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'shared', namespace },
      spec: claimSpec('ReadWriteMany'),
    });
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'shared' } }];
  const pod = resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [container], volumes },
  });
  expect(audit([pod, claim('other')], options).findings).toHaveLength(0);
  expect(audit([pod, claim('shop')], options).findings).toHaveLength(1);
});
