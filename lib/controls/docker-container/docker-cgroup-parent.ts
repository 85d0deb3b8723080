import { control } from '../control';
import { absentOr, all, byHand, dockerContainer } from '../requirement';

export const dockerCgroupParent = control({
  id: 'docker-cgroup-parent',
  family: 'docker-container',
  title: 'Stay in the default cgroup',
  severity: 'low',
  why: 'In a control group of its own choice a container escapes the limits that hold for all others, and in the host’s it sees them.',
  references: { cisDocker: ['5.25'] },
  counterparts: { dockerBench: ['5.25'] },
  notes: 'A parent for all containers of an engine belongs into daemon.json (`cgroup-parent`), where it cannot be chosen one by one.',
  require: all(
    dockerContainer(
      'cgroupParent',
      byHand(absentOr(''), 'Take it away, or set `cgroup-parent` in daemon.json for all containers, with the limits that they share.'),
    ),
    dockerContainer(
      'cgroup',
      byHand(absentOr('private'), 'Write `private`, or take it away: what reads the host’s control groups belongs on the host.'),
    ),
  ),
  examples: {
    pass: [
      { because: 'the engine chooses', docker: {} },
      { because: 'it sees only its own', docker: { cgroup: 'private' } },
      { because: 'an empty text names none', docker: { cgroupParent: '' } },
    ],
    fail: [
      { because: 'the limits of that group hold, if it has any', docker: { cgroupParent: '/unlimited' } },
      { because: 'it sees the control groups of the host', docker: { cgroup: 'host' } },
      { because: 'a slice of systemd is one too', docker: { cgroupParent: 'system.slice', cgroup: 'private' } },
    ],
  },
});
