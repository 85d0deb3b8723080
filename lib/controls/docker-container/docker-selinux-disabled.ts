import { control } from '../control';
import { withoutSecurityOptions } from './security-options';

export const dockerSelinuxDisabled = control({
  id: 'docker-selinux-disabled',
  family: 'docker-container',
  title: 'Never disable SELinux labels',
  severity: 'medium',
  why: 'The label keeps a process that left its container from reading files of the host and of other containers: without it nothing does.',
  references: { cisDocker: ['5.3'] },
  counterparts: { dockerBench: ['5.3'] },
  notes:
    'It matters on hosts with SELinux whose engine has `"selinux-enabled": true`. The type `spc_t` (super privileged container) is confined by nothing and counts as disabled.',
  require: withoutSecurityOptions(({ name, value }) => name === 'label' && (value === 'disable' || /^type[:=]spc_t$/.test(value)), {
    expected: 'other than `label=disable` and `label=type:spc_t`',
    instructions:
      'Take the option out. For files of the host that the container may have, give the mount a label (`:z` shared, `:Z` its own) or the container a type that may read them (`label=type:…`).',
    inexpressible: 'safe',
  }),
  examples: {
    pass: [
      { because: 'the engine gives every container a label', docker: {} },
      { because: 'a label of one’s own', docker: { securityOpt: ['label=level:s0:c100,c200'] } },
      { because: 'a type of one’s own', docker: { securityOpt: ['label=type:web_t'] } },
    ],
    fail: [
      { because: 'there is no label', docker: { securityOpt: ['label=disable'] } },
      { because: 'a colon is the older way to write it', docker: { securityOpt: ['label:disable'] } },
      { because: 'a type that nothing confines', docker: { securityOpt: ['label=type:spc_t'] } },
    ],
  },
});
