import { control } from '../control';
import { effective, is, isObject, type Json, listOf, onlyWhere, repairing, when } from '../requirement';

const onWindows = when('os.name', is('windows'), 'pods that say `os.name: windows`');

function hasHostProcess(spec: Json): boolean {
  const lists = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => listOf(spec[list]));
  return [spec, ...lists].some(({ securityContext }) => {
    const options: unknown = isObject(securityContext) ? securityContext.windowsOptions : undefined;
    return isObject(options) && options.hostProcess === true;
  });
}

export const windowsRunAsContainerUser = control({
  id: 'windows-run-as-container-user',
  family: 'container',
  title: 'Run Windows containers as ContainerUser',
  severity: 'medium',
  why: 'ContainerAdministrator installs services and changes every file of the container, and kernel bugs of Windows start from there.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/' },
  counterparts: {
    kubescape: ['C-0211'],
    kyverno: ['require-run-as-containeruser'],
  },
  notes:
    'Asked only of pods that say `os.name: windows`. `runAsNonRoot: true` makes the kubelet refuse ContainerAdministrator as well. A HostProcess container runs as an account of the node; take that away first.',
  require: onlyWhere(
    onWindows,
    repairing(effective('securityContext.windowsOptions.runAsUserName', is('ContainerUser')), ({ fix }, { pod }) =>
      pod !== undefined && hasHostProcess(pod.spec)
        ? { op: 'manual', instructions: 'Take `hostProcess: true` away first: such a container cannot run as ContainerUser.' }
        : fix,
    ),
  ),
  examples: {
    pass: [
      {
        because: 'the pod says it for all',
        pod: { os: { name: 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } },
      },
      {
        because: 'the only container says it',
        pod: { os: { name: 'windows' }, containers: [{ securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } }] },
      },
      { because: 'Linux has no such user', pod: {} },
    ],
    fail: [
      { because: 'the image decides', pod: { os: { name: 'windows' } } },
      {
        because: 'the administrator of the container',
        pod: { os: { name: 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } },
      },
      {
        because: 'one container overrides it',
        pod: {
          os: { name: 'windows' },
          securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } },
          initContainers: [{ securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } }],
        },
      },
    ],
  },
});
