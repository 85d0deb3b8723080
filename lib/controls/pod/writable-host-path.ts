import { control } from '../control';
import { containersOf, custom, type Rule } from '../requirement';
import { elementsOf, volumesOf } from './volumes';

/** In the words of an API server; `c` is a container. */
const HOST_VOLUMES = 'variables.spec.volumes.filter(v, has(v.hostPath)).map(v, v.name)';
const READ_ONLY = `c.volumeMounts.all(m, (has(m.readOnly) && m.readOnly) || !(m.name in ${HOST_VOLUMES}))`;
const PASSES = `!has(variables.spec.volumes) || !has(c.volumeMounts) || ${READ_ONLY}`;

const readOnlyMounts: Rule = {
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    const ofHost = new Set<unknown>();
    for (const { volume } of volumesOf(pod, emit)) if (volume.hostPath !== undefined && volume.hostPath !== null) ofHost.add(volume.name);
    if (ofHost.size === 0) return true;
    for (const { container, path } of containersOf(pod)) {
      const mounts = [...path, 'volumeMounts'];
      for (const [mount, index] of elementsOf(container.volumeMounts, mounts, emit)) {
        if (!ofHost.has(mount.name) || mount.readOnly === true) continue;
        const at = [...mounts, index];
        // The mount is what somebody wrote: to make it read-only changes it, even where the key is absent.
        emit({
          verdict: 'fail',
          path: at,
          actual: mount,
          expected: 'a mount with `readOnly: true`, since the volume is a directory of the host',
          fix: { op: 'set', path: [...at, 'readOnly'], value: true },
        });
      }
    }
    return true;
  },
  cel: {
    expression: `variables.containers.all(c, ${PASSES})`,
    offenders: `variables.containers.filter(c, !(${PASSES})).map(c, c.name)`,
  },
  prose: 'in every container each mount of a `hostPath` volume has `readOnly: true`',
};

const HOST = { name: 'host', hostPath: { path: '/srv/web' } };
const MOUNT = { name: 'host', mountPath: '/host' };
const mounted = (more: object) => ({ volumes: [HOST], containers: [{ volumeMounts: [{ ...MOUNT, ...more }] }] });

export const writableHostPath = control({
  id: 'writable-host-path',
  family: 'pod',
  title: 'Mount host paths read-only',
  severity: 'high',
  why: 'A writable directory of the node lets a pod plant what the node, or another pod, later runs or believes.',
  references: { nsa: 'Pod security: host file system' },
  counterparts: {
    trivy: ['KSV-0023'],
    kubeLinter: ['writable-host-mount'],
    kubescape: ['C-0045'],
    kyverno: ['ensure-readonly-hostpath'],
    gatekeeper: ['K8sPSPHostFilesystem'],
  },
  notes:
    'For pods where `host-path-volume` is waived. Hardening writes `readOnly: true` only with `--override`: what writes there now would fail. A read-only mount of a socket is no protection: a socket is written to all the same (`container-runtime-socket`).',
  require: custom(readOnlyMounts),
  examples: {
    pass: [
      { because: 'it can only be read', pod: mounted({ readOnly: true }) },
      { because: 'nothing mounts it', pod: { volumes: [HOST] } },
      {
        because: 'the volume belongs to the pod',
        pod: {
          volumes: [{ name: 'data', emptyDir: { sizeLimit: '64Mi' } }],
          containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
        },
      },
    ],
    fail: [
      { because: 'absent means writable', pod: mounted({}) },
      { because: 'it is written', pod: mounted({ readOnly: false }) },
      {
        because: 'every mount counts',
        pod: {
          volumes: [HOST],
          containers: [
            {
              volumeMounts: [
                { ...MOUNT, readOnly: true },
                { ...MOUNT, mountPath: '/again' },
              ],
            },
          ],
        },
      },
      { because: 'init containers count', pod: { volumes: [HOST], initContainers: [{ volumeMounts: [MOUNT] }] } },
      {
        because: 'ephemeral containers count',
        pod: { volumes: [HOST], ephemeralContainers: [{ volumeMounts: [MOUNT] }] },
      },
    ],
  },
});
