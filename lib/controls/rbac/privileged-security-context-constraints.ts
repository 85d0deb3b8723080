import { control } from '../control';
import { all, byHand, is, type Json, kind, not, object } from '../requirement';

const SCC = kind<Json>('security.openshift.io', 'SecurityContextConstraints');
const FIELDS = [
  'allowPrivilegedContainer',
  'allowHostDirVolumePlugin',
  'allowHostNetwork',
  'allowHostPID',
  'allowHostIPC',
  'allowHostPorts',
] as const;
const CLOSED: Json = Object.fromEntries(FIELDS.map((field) => [field, false]));

const constraints = (more: Json): Json => ({
  apiVersion: 'security.openshift.io/v1',
  kind: 'SecurityContextConstraints',
  metadata: { name: 'web' },
  ...CLOSED,
  ...more,
});

export const privilegedSecurityContextConstraints = control({
  id: 'privileged-security-context-constraints',
  family: 'rbac',
  title: 'Allow no privileged SCC',
  severity: 'high',
  why: 'Whoever may use the constraints starts a pod that owns its node.',
  references: {
    kubernetes: 'https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html',
  },
  counterparts: { kubeLinter: ['scc-deny-privileged-container'] },
  notes:
    'OpenShift alone. The fields are required there, so an absent one fails. PodSecurityPolicy, which asked the same elsewhere, was removed in Kubernetes 1.25 and is not asked.',
  require: all(
    ...FIELDS.map((field) =>
      object(
        [SCC],
        field,
        byHand(is(false), 'Write `false`; a pod that needs more gets constraints of its own, for its ServiceAccount alone.'),
      ),
    ),
    ...['users[]', 'groups[]'].map((field) =>
      object(
        [SCC],
        field,
        byHand(not('system:authenticated'), 'Name the ServiceAccounts or groups that need it: everybody is authenticated.'),
      ),
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing of the node is allowed', object: constraints({}) },
      { because: 'for one group', object: constraints({ groups: ['operators'], users: [] }) },
      {
        because: 'what else it allows is not asked',
        object: constraints({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true }),
      },
    ],
    fail: [
      { because: 'privileged is the node', object: constraints({ allowPrivilegedContainer: true }) },
      { because: 'the directories of the node', object: constraints({ allowHostDirVolumePlugin: true }) },
      { because: 'the processes of the node', object: constraints({ allowHostPID: true, allowHostIPC: true }) },
      { because: 'everybody may use it', object: constraints({ groups: ['system:authenticated'] }) },
    ],
  },
});
