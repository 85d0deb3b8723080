import { control } from '../control';
import { absentOr, all, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const ROUTING = 'Remove it, and publish the ports that are meant to be reached.';

export const daemonDirectRouting = control({
  id: 'daemon-direct-routing',
  family: 'docker-daemon',
  title: 'Keep unpublished ports unreachable',
  severity: 'medium',
  why: 'Other hosts then reach every port of a container by its own address, published or not.',
  references: { docker: 'https://docs.docker.com/engine/network/packet-filtering-firewalls/' },
  counterparts: {},
  require: all(
    daemonSetting('allow-direct-routing', byHand(absentOr(false), ROUTING)),
    daemonSetting('ip-forward-no-drop', byHand(absentOr(false), ROUTING)),
  ),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'both are off', ...exampleDaemon({ 'allow-direct-routing': false, 'ip-forward-no-drop': false }) },
    ],
    fail: [
      { because: "packets from outside reach a container's own address", ...exampleDaemon({ 'allow-direct-routing': true }) },
      { because: 'the host forwards for anybody', ...exampleDaemon({ 'ip-forward-no-drop': true }) },
    ],
  },
});
