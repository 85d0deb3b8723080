import { control } from '../control';
import { dockerContainer } from '../requirement';
import { capability, named } from './capability-name';
import { CRITICAL_CAPABILITIES } from './docker-critical-capabilities';

const NET_BIND_SERVICE: readonly string[] = ['NET_BIND_SERVICE'];

export const dockerAddedCapabilities = control({
  id: 'docker-added-capabilities',
  family: 'docker-container',
  title: 'Add no dangerous capability',
  severity: 'high',
  why: 'Each capability is a part of the power of root, and several of them are as good as all of it.',
  references: { cisDocker: ['5.4'] },
  counterparts: { dockerBench: ['5.4'] },
  notes: `Of these, ${named(CRITICAL_CAPABILITIES)} are asked for by \`docker-critical-capabilities\` besides. On engines since 20.10 no container needs \`NET_BIND_SERVICE\`: they let every process of a container with a network of its own bind to any port.`,
  parameters: {
    /** Capabilities that may be added, in capitals without `CAP_`. */
    allowed: NET_BIND_SERVICE,
  },
  require: ({ allowed }) => {
    const names = new Set(allowed);
    return dockerContainer(
      'capAdd[]',
      capability(
        (name) => names.has(name),
        allowed.length === 0 ? 'absent: no capability may be added' : `${named(allowed)}, in any spelling`,
        'Take it away, start the container, and see what fails; then look for a way that needs no capability. One that stays needs a waiver that says why.',
      ),
    );
  },
  examples: {
    pass: [
      { because: 'nothing is added', docker: {} },
      { because: 'a low port may be bound', docker: { capAdd: ['NET_BIND_SERVICE'] } },
      { because: 'the spelling does not matter', docker: { capAdd: ['cap_net_bind_service'] } },
      { because: 'the list of the profile allows it', parameters: { allowed: ['CHOWN'] }, docker: { capAdd: ['CHOWN'] } },
    ],
    fail: [
      { because: 'packets can be forged', docker: { capAdd: ['NET_RAW'] } },
      { because: 'it is the power to mount', docker: { capAdd: ['SYS_ADMIN'] } },
      { because: 'all of them are added', docker: { capAdd: ['ALL'] } },
      { because: 'one of two is not allowed', docker: { capAdd: ['NET_BIND_SERVICE', 'CAP_SYS_TIME'] } },
      {
        because: 'the list of the profile is empty',
        parameters: { allowed: [] },
        docker: { capAdd: ['NET_BIND_SERVICE'] },
      },
    ],
  },
});
