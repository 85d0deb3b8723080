import { UNKNOWN } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

const pod = (container: object) =>
  resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      volumes: [{ name: 'node', hostPath: { path: '/srv' } }],
      containers: [{ name: 'web', image: 'registry.k8s.io/git-sync/git-sync:v4.4.0', ...container }],
    },
  });

test.each([
  ['probe-port', 'the port of a probe', { livenessProbe: { httpGet: { port: UNKNOWN } } }],
  ['probe-port', 'a probe', { livenessProbe: UNKNOWN }],
  ['probe-port', 'the ports of a probed container', { ports: UNKNOWN, livenessProbe: { httpGet: { port: 8080 } } }],
  ['duplicate-env-var', 'the variables', { env: UNKNOWN }],
  ['duplicate-env-var', 'the name of a variable', { env: [{ name: UNKNOWN, value: 'x' }] }],
  ['git-sync-credentials', 'the arguments', { args: UNKNOWN }],
  ['git-sync-credentials', 'one argument', { args: ['--repo=https://git.example/web', UNKNOWN] }],
  ['git-sync-credentials', 'the name of a variable', { env: [{ name: UNKNOWN, value: 'x' }] }],
  ['git-sync-credentials', 'an image with a password of git-sync', { image: UNKNOWN, env: [{ name: 'GITSYNC_PASSWORD', value: 'x' }] }],
  ['sudo-in-command', 'the arguments', { args: UNKNOWN }],
  ['apparmor-profile', 'the security context', { securityContext: UNKNOWN }],
  ['apparmor-profile', 'the profile', { securityContext: { appArmorProfile: UNKNOWN } }],
  ['apparmor-profile', 'the type of the profile', { securityContext: { appArmorProfile: { type: UNKNOWN } } }],
  ['high-user-id', 'the user', { securityContext: { runAsUser: UNKNOWN } }],
  ['net-raw-capability', 'an added capability', { securityContext: { capabilities: { drop: ['ALL'], add: [UNKNOWN] } } }],
  ['memory-limit', 'the resources', { resources: UNKNOWN }],
  ['sub-path-host-volume', 'the part of a hostPath', { volumeMounts: [{ name: 'node', mountPath: '/node', subPath: UNKNOWN }] }],
] as const)('%s is unknown, neither pass nor failure, where %s is not known yet', (control, _what, container) => {
  const profile = defineProfile({ name: 'one', controls: { [control]: 'fail' } });
  expect(audit([pod(container)], { profile }).findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
});

test('an image that is not known yet is no finding of git-sync where nothing of git-sync is set', () => {
  const profile = defineProfile({ name: 'one', controls: { 'git-sync-credentials': 'fail' } });
  expect(audit([pod({ image: UNKNOWN, env: [{ name: 'LOG', value: 'info' }] })], { profile }).findings).toEqual([]);
});
