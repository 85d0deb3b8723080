import { control } from '../control';
import { isObject } from '../requirement';
import { withoutSecurityOptions } from './security-options';

/** A profile that is written out, as a running engine tells it, and that lets every call through. */
function allowsEverything(profile: string): boolean {
  if (!profile.startsWith('{')) return false;
  try {
    const parsed: unknown = JSON.parse(profile);
    return (
      isObject(parsed) && parsed.defaultAction === 'SCMP_ACT_ALLOW' && (!Array.isArray(parsed.syscalls) || parsed.syscalls.length === 0)
    );
  } catch {
    return false;
  }
}

export const dockerSeccompUnconfined = control({
  id: 'docker-seccomp-unconfined',
  family: 'docker-container',
  title: 'Never disable seccomp',
  severity: 'high',
  why: 'Without the filter of system calls a container reaches every corner of the kernel that it shares with the host: user namespaces, io_uring, keyrings and the next bug in one of them.',
  references: { cisDocker: ['5.22'] },
  counterparts: { dockerBench: ['5.22'] },
  notes:
    'Nothing written means the profile of the engine, which is what this control asks for; whether the engine itself has one is a question to its daemon.json (`seccomp-profile`). A profile of one’s own passes, whatever it holds, unless it is written out and lets everything through. A Swarm service of Pulumi and a stack cannot name one: every task has the profile of its engine, which is known where its daemon.json was read together with the service.',
  require: withoutSecurityOptions(({ name, value }) => name === 'seccomp' && (value === 'unconfined' || allowsEverything(value)), {
    expected: 'other than `seccomp=unconfined`',
    instructions:
      'Take `seccomp=unconfined` out: the engine’s own profile lets ordinary programs run. Where one call is missing, name a profile with that call added (`seccomp=profile.json`).',
    inexpressible: ({ config, unseen }) =>
      isObject(config) && config['seccomp-profile'] !== 'unconfined' && unseen?.['seccomp-profile'] === undefined,
  }),
  examples: {
    pass: [
      { because: 'the engine has a profile of its own', docker: {} },
      { because: 'a stricter profile', docker: { securityOpt: ['seccomp=/etc/docker/strict.json'] } },
      { because: 'the option is another', docker: { securityOpt: ['no-new-privileges:true'] } },
      {
        because: 'a task has the profile of its engine',
        docker: { declaredBy: 'stack', inexpressible: { securityOpt: 'A stack has no words for it.' } },
        with: [{ apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, config: { icc: false } }],
      },
    ],
    fail: [
      { because: 'the filter is off', docker: { securityOpt: ['no-new-privileges', 'seccomp=unconfined'] } },
      { because: 'a colon is the older way to write it', docker: { securityOpt: ['seccomp:unconfined'] } },
      {
        because: 'the profile that the engine tells lets everything through',
        docker: { securityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] },
      },
    ],
  },
});
