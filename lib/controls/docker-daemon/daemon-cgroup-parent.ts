import { control } from '../control';
import { absentOrEmpty, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS = 'Remove it, unless the limits of that cgroup are what you mean to set for all containers together.';

export const daemonCgroupParent = control({
  id: 'daemon-cgroup-parent',
  family: 'docker-daemon',
  title: 'Keep the default parent cgroup',
  severity: 'low',
  why: 'In a cgroup of another parent containers share, or escape, the limits that the host has set for them.',
  references: { cisDocker: ['2.10'] },
  counterparts: { dockerBench: ['2.10'] },
  require: daemonSetting('cgroup-parent', byHand(absentOrEmpty(), INSTRUCTIONS)),
  examples: {
    pass: [{ because: 'nothing is written', ...exampleDaemon({}) }],
    fail: [{ because: 'all containers go elsewhere', ...exampleDaemon({ 'cgroup-parent': '/system.slice' }) }],
  },
});
