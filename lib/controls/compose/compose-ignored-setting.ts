import { control } from '../control';
import type { DockerContainer } from '../docker/container';
import { DOCKER } from '../docker/objects';
import { docker, emitLimits } from '../requirement';

const EXPECTED = 'written so that it takes effect';

/** Settings that no other control asks about, so that nobody else says it of them. */
const FIELDS: readonly (keyof DockerContainer)[] = [
  'secrets',
  'groups',
  'deviceCgroupRules',
  'cgroup',
  'cpuShares',
  'memorySwap',
  'shmSize',
  'runtime',
];

export const composeIgnoredSetting = control({
  id: 'compose-ignored-setting',
  family: 'compose',
  title: 'Write no settings that are ignored',
  severity: 'medium',
  why: 'A setting that is dropped without a word protects nobody, and whoever reads the file believes that it does.',
  references: { docker: 'https://docs.docker.com/reference/compose-file/services/#secrets' },
  counterparts: {},
  notes:
    'Compose mounts a secret from a `file` as it is, whatever `uid`, `gid` and `mode` are asked for. `docker stack deploy` ignores, or refuses, many keys of Compose. Where another control asks about a setting that is dropped, that one says so.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate({ dropped, ...container }, emit) {
      if (dropped === undefined) return false;
      for (const field of FIELDS) emitLimits({ ...container, dropped, inexpressible: undefined }, field, EXPECTED, emit);
      return true;
    },
    prose: `in every container ${FIELDS.map((field) => `\`${field}\``).join(', ')} must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'what is written is heeded', docker: { secrets: [{ source: 'token' }] } },
      {
        because: 'another control says so',
        docker: { declaredBy: 'stack', tmpfs: [{ target: '/tmp' }], dropped: { tmpfs: 'A stack ignores `tmpfs`.' } },
      },
    ],
    fail: [
      {
        because: 'Compose ignores the mode of a secret from a file',
        docker: { secrets: [{ source: 'token', mode: '0400' }], dropped: { secrets: 'Give the file itself the mode 0400.' } },
      },
      {
        because: 'a stack ignores the size of /dev/shm',
        docker: { declaredBy: 'stack', shmSize: 67_108_864, dropped: { shmSize: 'Write a volume of `type: tmpfs` at /dev/shm.' } },
      },
    ],
  },
});
