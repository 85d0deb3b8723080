import { control } from '../control';
import { absentOrEmpty, byHand } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS =
  'Give the registry a certificate, put its authority in /etc/docker/certs.d/NAME:PORT/ca.crt, and remove it from the list.';

export const daemonInsecureRegistries = control({
  id: 'daemon-insecure-registries',
  family: 'docker-daemon',
  title: 'Use no insecure registries',
  severity: 'high',
  why: 'Whoever sits between the engine and such a registry gives it another image, and reads the credentials of the pull.',
  references: { cisDocker: ['2.5'] },
  counterparts: { dockerBench: ['2.5'] },
  require: daemonSetting('insecure-registries', byHand(absentOrEmpty(), INSTRUCTIONS)),
  examples: {
    pass: [
      { because: 'none is written', ...exampleDaemon({}) },
      { because: 'the list is empty', ...exampleDaemon({ 'insecure-registries': [] }) },
    ],
    fail: [
      {
        because: 'a registry is reached without TLS, or with any certificate',
        ...exampleDaemon({ 'insecure-registries': ['registry.example:5000'] }),
      },
    ],
  },
});
