import { control } from '../control';
import { failing } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const INSTRUCTIONS = 'Give the mirror a certificate and write its address with `https://`; a mirror on the host itself may do without.';

export const daemonRegistryMirrors = control({
  id: 'daemon-registry-mirrors',
  family: 'docker-daemon',
  title: 'Reach registry mirrors by HTTPS',
  severity: 'medium',
  why: 'Images that are named by a tag come from whoever sits between the engine and a mirror without TLS.',
  references: { docker: 'https://docs.docker.com/docker-hub/image-library/mirror/' },
  counterparts: {},
  require: daemonRule({
    settings: ['registry-mirrors'],
    prose: 'each of `registry-mirrors` must begin with `https://`, or be on the host itself',
    evaluate: (daemon, emit) => {
      const mirrors: unknown = settingsOf(daemon)['registry-mirrors'];
      for (const [index, mirror] of (Array.isArray(mirrors) ? mirrors : []).entries())
        if (typeof mirror !== 'string' || !SECURE.test(mirror))
          emit(failing(['config', 'registry-mirrors', index], withoutUser(mirror), 'text that begins with `https://`', INSTRUCTIONS));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'the mirror has a certificate', ...exampleDaemon({ 'registry-mirrors': ['https://mirror.example'] }) },
      { because: 'the mirror is on the host', ...exampleDaemon({ 'registry-mirrors': ['http://127.0.0.1:5000'] }) },
    ],
    fail: [{ because: 'the mirror has no certificate', ...exampleDaemon({ 'registry-mirrors': ['http://mirror.example'] }) }],
  },
});

const SECURE = /^https:\/\/|^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/i;

/** The address without what may be a password. */
function withoutUser(address: unknown): unknown {
  return typeof address === 'string' ? address.replace(/\/\/[^/]*@/, '//') : address;
}
