import { droppedKey } from '../../../lib/containers/compose/limits';
import { DOCKER_CONTAINER_RESTRICTED } from '../../../lib/profiles/docker/container';
import { container, type Fields, hardened } from './judge';

/** A value of each field that a container may write and a target drop, the harmless one where there is one. */
const WRITTEN: Fields = {
  groups: ['web'],
  capDrop: ['ALL'],
  capAdd: [],
  securityOpt: ['no-new-privileges:true'],
  readOnly: true,
  tmpfs: [{ target: '/tmp', size: 1_048_576 }],
  shmSize: 1_048_576,
  memorySwap: 134_217_728,
  memory: 134_217_728,
  cpus: 0.5,
  cpuShares: 512,
  pidsLimit: 64,
  restart: { policy: 'on-failure', maxRetries: 3 },
  privileged: false,
  userns: 'private',
  cgroupParent: 'web.slice',
  devices: [],
  deviceCgroupRules: [],
  networkMode: 'none',
  links: ['db'],
  pid: 'private',
  ipc: 'private',
  uts: 'private',
  cgroup: 'private',
  runtime: 'runsc',
  secrets: [{ source: 'key', mode: '0440' }],
  ulimits: { nofile: { soft: 1024, hard: 1024 } },
  init: true,
  sysctls: { 'net.core.somaxconn': '1024' },
  logging: { driver: 'local' },
  healthcheck: { test: ['CMD', 'true'] },
};
const ASKED = Object.keys(DOCKER_CONTAINER_RESTRICTED);

test.each(Object.keys(WRITTEN) as (keyof Fields)[])('what is written as %s and dropped is told, with what to do instead', (field) => {
  const words = `It is ignored: say ${field} otherwise.`;
  const given = container({ imageKnowledge: 'required', [field]: WRITTEN[field], dropped: { [field]: words } });
  const told = hardened(given, ASKED).findings.filter(({ fix }) => fix.op === 'manual' && fix.instructions === words);
  expect(told.length).toBeGreaterThan(0);
});

test('each key that a stack drops is among them', () => {
  const known = Object.keys(WRITTEN) as (keyof Fields)[];
  expect(known.filter((field) => droppedKey(field as never) !== undefined).length).toBeGreaterThanOrEqual(20);
});
