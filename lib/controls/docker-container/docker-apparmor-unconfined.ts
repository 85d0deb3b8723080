import { control } from '../control';
import { withoutSecurityOptions } from './security-options';

/** Options that lay open what AppArmor and the masked paths of /proc and /sys protect. */
const OPEN: ReadonlySet<string> = new Set(['apparmor=unconfined', 'systempaths=unconfined', 'writable-cgroups=true']);

export const dockerApparmorUnconfined = control({
  id: 'docker-apparmor-unconfined',
  family: 'docker-container',
  title: 'Never disable AppArmor',
  severity: 'high',
  why: 'The engine’s AppArmor profile forbids a container to mount and to write in /proc and /sys: without it, or with these paths unmasked, its root changes the kernel’s settings for the whole host.',
  references: { cisDocker: ['5.2'] },
  counterparts: { dockerBench: ['5.2'] },
  notes:
    'Nothing written means `docker-default` where the host has AppArmor; where it has none, every name is accepted and does nothing. `systempaths=unconfined` and `writable-cgroups=true` are asked about here as well.',
  require: withoutSecurityOptions(({ name, value }) => OPEN.has(`${name}=${value}`), {
    expected: 'other than `apparmor=unconfined`, `systempaths=unconfined` and `writable-cgroups=true`',
    instructions: 'Take the option out, or name a profile that allows the one thing that is needed (`apparmor=my-profile`).',
    inexpressible: 'safe',
  }),
  examples: {
    pass: [
      { because: 'the engine’s own profile applies', docker: {} },
      { because: 'it is named', docker: { securityOpt: ['apparmor=docker-default'] } },
      { because: 'a profile of one’s own', docker: { securityOpt: ['apparmor=web'] } },
    ],
    fail: [
      { because: 'the profile is off', docker: { securityOpt: ['apparmor=unconfined'] } },
      { because: 'a colon is the older way to write it', docker: { securityOpt: ['apparmor:unconfined'] } },
      { because: '/proc and /sys are laid open', docker: { securityOpt: ['systempaths=unconfined'] } },
    ],
  },
});
