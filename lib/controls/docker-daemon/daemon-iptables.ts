import { control } from '../control';
import { absentOr, all, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const RULES =
  'Remove it, and keep your own rules in the chain DOCKER-USER. Only a host whose rules something else writes for every network may leave it off.';

export const daemonIptables = control({
  id: 'daemon-iptables',
  family: 'docker-daemon',
  title: 'Let the engine manage iptables',
  severity: 'medium',
  why: 'Without its rules networks are not kept apart: `internal`, `icc: false` and the borders between networks do nothing.',
  references: { cisDocker: ['2.4'] },
  counterparts: { dockerBench: ['2.4'] },
  require: all(daemonSetting('iptables', byHand(absentOr(true), RULES)), daemonSetting('ip6tables', byHand(absentOr(true), RULES))),
  examples: {
    pass: [
      { because: 'nothing is written, and the engine writes its rules', ...exampleDaemon({}) },
      { because: 'both are on', ...exampleDaemon({ iptables: true, ip6tables: true }) },
    ],
    fail: [
      { because: 'networks are open to one another', ...exampleDaemon({ iptables: false }) },
      { because: 'networks of IPv6 are', ...exampleDaemon({ ip6tables: false }) },
    ],
  },
});
