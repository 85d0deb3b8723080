import { control } from '../control';
import { lacks } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS = 'Write an address of the host itself, `127.0.0.1:9323`, and let a collector on the host read it.';

export const daemonMetricsAddress = control({
  id: 'daemon-metrics-address',
  family: 'docker-daemon',
  title: 'Serve metrics on one interface',
  severity: 'low',
  why: 'The metrics of the engine ask for no password, and tell everybody in the network what runs on the host and how it is loaded.',
  references: { docker: 'https://docs.docker.com/engine/daemon/prometheus/' },
  counterparts: {},
  require: daemonSetting('metrics-addr', lacks('^(?:tcp://)?(?:0[.]0[.]0[.]0|\\[::\\]|):', 'an address of one interface', INSTRUCTIONS)),
  examples: {
    pass: [
      { because: 'none are served', ...exampleDaemon({}) },
      { because: 'only the host reads them', ...exampleDaemon({ 'metrics-addr': '127.0.0.1:9323' }) },
    ],
    fail: [
      { because: 'everybody reads them', ...exampleDaemon({ 'metrics-addr': '0.0.0.0:9323' }) },
      { because: 'without an address it is every interface', ...exampleDaemon({ 'metrics-addr': ':9323' }) },
    ],
  },
});
