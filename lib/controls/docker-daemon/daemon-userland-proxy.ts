import { control } from '../control';
import { is } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

export const daemonUserlandProxy = control({
  id: 'daemon-userland-proxy',
  family: 'docker-daemon',
  title: 'Disable the userland proxy',
  severity: 'low',
  why: 'The proxy is a process of root for each published port, and hides the address of the client from the container.',
  references: { cisDocker: ['2.16'] },
  counterparts: { dockerBench: ['2.16'] },
  require: daemonSetting('userland-proxy', is(false)),
  examples: {
    pass: [{ because: 'the packet filter forwards published ports', ...exampleDaemon({ 'userland-proxy': false }) }],
    fail: [
      { because: 'nothing is written, and the engine starts it', ...exampleDaemon({}) },
      { because: 'it is asked for', ...exampleDaemon({ 'userland-proxy': true }) },
    ],
  },
});
