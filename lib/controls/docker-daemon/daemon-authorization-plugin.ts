import { control } from '../control';
import { notEmpty, whereObject } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS =
  'Install an authorization plugin and write a policy for it; or give each person an engine without root of their own, and set the parameter `severalPeople` to false.';

export const daemonAuthorizationPlugin = control({
  id: 'daemon-authorization-plugin',
  family: 'docker-daemon',
  title: 'Authorize client commands',
  severity: 'medium',
  why: 'Without a plugin whoever may use the socket may do everything: start a privileged container, and be root of the host.',
  references: { cisDocker: ['2.12'] },
  counterparts: { dockerBench: ['2.12'] },
  parameters: {
    /** Whether more than one person, or a program that people share, uses the socket of the engine. */
    severalPeople: true,
  },
  require: ({ severalPeople }) =>
    whereObject(
      () => severalPeople,
      'where several people use the socket (parameter `severalPeople`)',
      daemonSetting('authorization-plugins', notEmpty(INSTRUCTIONS)),
    ),
  examples: {
    pass: [
      { because: 'a plugin decides', ...exampleDaemon({ 'authorization-plugins': ['opa-docker-authz'] }) },
      { because: 'only one person uses the socket', parameters: { severalPeople: false }, ...exampleDaemon({}) },
    ],
    fail: [
      { because: 'nobody decides', ...exampleDaemon({}) },
      { because: 'the list is empty', ...exampleDaemon({ 'authorization-plugins': [] }) },
    ],
  },
});
