import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, UNKNOWN, unknown } from '../requirement';
import { wrongShape } from './container-lists';

const MODES = ['com.docker.network.bridge.gateway_mode_ipv4', 'com.docker.network.bridge.gateway_mode_ipv6'] as const;
const EXPECTED = 'absent, `nat` or `isolated`';

/** What each mode opens. */
const OPEN: Readonly<Record<string, string>> = {
  'nat-unprotected':
    'Take the option out: with it every port of every member is reached by its own address, published or not, from wherever packets come.',
  routed:
    'Take the option out: with it a published port is reached by the container’s own address, and the address of the host that it is bound to says nothing. Where members have to be routed to, let the firewall of the host (chain DOCKER-USER) say who may come in, and waive this.',
};

export const dockerDirectRouting = control({
  id: 'docker-direct-routing',
  family: 'docker-container',
  title: 'Let no packets be routed to containers past their published ports',
  severity: 'medium',
  why: 'Who can send packets by way of the host reaches the containers themselves: a port that is bound to 127.0.0.1, or to nothing, is open to the network.',
  references: { docker: 'https://docs.docker.com/engine/network/port-publishing/#gateway-modes' },
  counterparts: {},
  notes:
    'Asked of bridge networks by their options `gateway_mode_ipv4` and `gateway_mode_ipv6`, which came with engine 27. That the whole engine routes is `daemon-direct-routing`.',
  require: docker({
    kinds: [DOCKER.network],
    evaluate({ options, external }, emit) {
      if (external === true || options === undefined || options === null) return false;
      if (options === UNKNOWN) emit(unknown(['options'], EXPECTED));
      else if (!isObject(options)) emit(wrongShape(['options'], typeof options, 'an object'));
      else
        for (const name of MODES) {
          const mode: unknown = options[name];
          const path = ['options', name];
          const instructions = typeof mode === 'string' ? OPEN[mode] : undefined;
          if (mode === UNKNOWN || (typeof mode === 'string' && mode.includes('${'))) emit(unknown(path, EXPECTED));
          else if (instructions !== undefined) emit(failing(path, mode, EXPECTED, instructions));
        }
      return true;
    },
    prose: `in every network ${MODES.map((name) => `\`options["${name}"]\``).join(' and ')} must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'addresses are translated', object: network({ [MODES[0]]: 'nat' }) },
      { because: 'nobody else is reached at all', object: network({ [MODES[0]]: 'isolated', [MODES[1]]: 'isolated' }) },
      { because: 'another option', object: network({ 'com.docker.network.bridge.enable_icc': 'false' }) },
    ],
    fail: [
      { because: 'every port is open', object: network({ [MODES[0]]: 'nat-unprotected' }) },
      { because: 'the address of the host says nothing', object: network({ [MODES[0]]: 'routed' }) },
      { because: 'in the other family', object: network({ [MODES[0]]: 'nat', [MODES[1]]: 'routed' }) },
    ],
  },
});

function network(options: Readonly<Record<string, string>>) {
  return { apiVersion: 'docker/v1', kind: 'Network', metadata: { name: 'front' }, declaredBy: 'compose', options };
}
