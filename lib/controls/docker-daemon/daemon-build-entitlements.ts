import { control } from '../control';
import { failing, isObject } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const KEY = 'security-insecure';
const INSTRUCTIONS = 'Remove it, and build what needs it on a host of its own.';

export const daemonBuildEntitlements = control({
  id: 'daemon-build-entitlements',
  family: 'docker-daemon',
  title: 'Allow no privileged builds',
  severity: 'high',
  why: 'Whoever may build may then run steps of a Dockerfile as a privileged container, and is root of the host.',
  references: { docker: 'https://docs.docker.com/build/buildkit/configure/' },
  counterparts: {},
  require: daemonRule({
    settings: ['builder'],
    prose: '`security-insecure` of `builder.Entitlements` must be absent or `false`',
    evaluate: (daemon, emit) => {
      const builder: unknown = settingsOf(daemon).builder;
      for (const [name, entitlements] of Object.entries(isObject(builder) ? builder : {})) {
        // The engine reads the key in any case.
        if (name.toLowerCase() !== 'entitlements' || !isObject(entitlements)) continue;
        const value: unknown = entitlements[KEY];
        if (value !== undefined && value !== null && value !== false)
          emit(failing(['config', 'builder', name, KEY], value, 'absent or `false`', INSTRUCTIONS));
      }
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'it is switched off', ...exampleDaemon({ builder: { Entitlements: { [KEY]: false } } }) },
    ],
    fail: [{ because: 'builds may be privileged', ...exampleDaemon({ builder: { Entitlements: { [KEY]: true } } }) }],
  },
});
