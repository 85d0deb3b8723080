import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, emitLimits, isObject } from '../requirement';

/** Fields whose own control says that they are dropped. */
export const TOLD_BY_THEIR_OWN: ReadonlySet<string> = new Set([
  ...[
    'capAdd',
    'capDrop',
    'cgroupParent',
    'cpus',
    'deviceCgroupRules',
    'devices',
    'env',
    'expose',
    'healthcheck',
    'image',
    'ipc',
    'logging',
  ],
  ...['memory', 'mounts', 'networkMode', 'networks', 'pid', 'pidsLimit', 'ports', 'privileged', 'readOnly', 'restart', 'securityOpt'],
  ...['tmpfs', 'ulimits', 'user', 'userns', 'uts'],
]);

const EXPECTED = 'absent';

export const dockerDroppedFields = control({
  id: 'docker-dropped-fields',
  family: 'docker-container',
  title: 'Write nothing that the target drops',
  severity: 'medium',
  why: 'A protection that is written down and not heeded is worse than none: everybody who reads the file believes in it.',
  references: { docker: 'https://docs.docker.com/reference/compose-file/legacy-versions/' },
  counterparts: {},
  notes:
    '`docker stack deploy` takes no notice of many keys of a Compose file, some of them without a word, and Compose takes none of owner and mode of a secret that is a file. A key that another control asks about is told there.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const dropped: unknown = container.dropped;
      if (!isObject(dropped)) return true;
      for (const field of Object.keys(dropped))
        if (!TOLD_BY_THEIR_OWN.has(field)) emitLimits({ ...container, inexpressible: undefined }, field, EXPECTED, emit);
      return true;
    },
    prose: 'in every container no field may be written that the target drops',
  }),
  examples: {
    pass: [
      { because: 'nothing is dropped', docker: {} },
      { because: 'a Compose project has the size', docker: { shmSize: 16_777_216 } },
      {
        because: 'another control says so',
        docker: { declaredBy: 'stack', readOnly: true, dropped: { readOnly: 'Take the secret from a file.' } },
      },
    ],
    fail: [
      {
        because: 'a stack has no size of /dev/shm',
        docker: { declaredBy: 'stack', shmSize: 16_777_216, dropped: { shmSize: 'Write a volume of `type: tmpfs` at /dev/shm.' } },
      },
      {
        because: 'Compose ignores the mode of a file',
        docker: { secrets: [{ source: 'key', mode: '0400' }], dropped: { secrets: 'Give the file itself this mode.' } },
      },
      {
        because: 'a stack starts the runtime of the node',
        docker: { declaredBy: 'stack', runtime: 'runsc', dropped: { runtime: 'Set `default-runtime` in daemon.json of the nodes.' } },
      },
    ],
  },
});
