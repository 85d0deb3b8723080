import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, failing, isObject, type Json, UNKNOWN, unknown } from '../requirement';
import { scalarText, wrongShape } from './container-lists';

const MODE = 'com.docker.network.bridge.gateway_mode_ipv4';
const INHIBIT = 'com.docker.network.bridge.inhibit_ipv4';
const MODE_6 = 'com.docker.network.bridge.gateway_mode_ipv6';
const EXPECTED = '`isolated` (or `com.docker.network.bridge.inhibit_ipv4` be `true`)';
const EXPECTED_6 = '`isolated`';
const INSTRUCTIONS_6 = `Give it the driver option \`${MODE_6}: isolated\` (from engine 28 on; older ones refuse or ignore it), or leave IPv6 off: an internal network needs no addresses that the world could route.`;
const INSTRUCTIONS = `Give it the driver option \`${INHIBIT}: "true"\`, or from engine 28 on \`${MODE}: isolated\`, and see that nothing on the host itself speaks to these containers by their addresses: afterwards it cannot.`;

export const dockerGatewayIsolation = control({
  id: 'docker-gateway-isolation',
  family: 'docker-container',
  title: 'Cut internal networks off from the host',
  severity: 'low',
  why: 'An internal network still has the host on its gateway address: a container that may reach nothing outside reaches every service of the host that listens on all addresses.',
  references: { docker: 'https://docs.docker.com/engine/network/drivers/bridge/' },
  counterparts: {},
  notes:
    'Asked of internal bridge networks only: others reach the host anyway. `isolated` came with engine 28; an engine of version 20.10 takes no notice of it and leaves the host open, and engine 27 refuses the network. `com.docker.network.bridge.inhibit_ipv4` gives the host no address either, on engines 20.10 and 29 alike (measured on both: the host was out of reach, members and their names were not), and is what is filled in where the network is declared with our constructs or Pulumi. In somebody’s Compose file it is left to a person, since the host itself then reaches these containers no more. With IPv6 (`enable_ipv6`, or the option `com.docker.network.enable_ipv6`) the host has an address of that, too, which only `com.docker.network.bridge.gateway_mode_ipv6: isolated` takes away (measured on 29); that the engine gives every network IPv6 by its own defaults is not seen.',
  require: docker({
    kinds: [DOCKER.network],
    evaluate(network, emit) {
      const { driver, declaredBy, external, internal, options } = network as Record<string, unknown>;
      if (external === true || internal === false || internal === undefined || internal === null) return false;
      const isBridge = driver === 'bridge' || ((driver === undefined || driver === null || driver === '') && declaredBy !== 'stack');
      if (driver !== UNKNOWN && !isBridge) return false;
      const path = ['options', INHIBIT];
      if (internal === UNKNOWN || driver === UNKNOWN || options === UNKNOWN) {
        emit(unknown(internal === UNKNOWN ? ['internal'] : driver === UNKNOWN ? ['driver'] : ['options'], EXPECTED));
        return true;
      }
      if (options !== undefined && options !== null && !isObject(options)) {
        emit(wrongShape(['options'], typeof options, 'an object'));
        return true;
      }
      judgeIpv6(network, options ?? {}, emit);
      const [mode, inhibit]: readonly unknown[] = [options?.[MODE], options?.[INHIBIT]];
      if (mode === 'isolated' || scalarText(inhibit) === 'true') return true;
      if (mode === UNKNOWN || inhibit === UNKNOWN) emit(unknown(['options', MODE], EXPECTED));
      else if (mode !== undefined && mode !== null) emit(failing(['options', MODE], mode, EXPECTED, INSTRUCTIONS));
      else {
        const fix = declaredBy === 'pulumi' ? ({ op: 'set', path, value: 'true' } as const) : INSTRUCTIONS;
        emit(failing(path, inhibit ?? undefined, '`true`', fix));
      }
      return true;
    },
    prose: `in every internal bridge network \`options["${MODE}"]\` must be ${EXPECTED}, and with IPv6 \`options["${MODE_6}"]\` must be ${EXPECTED_6}`,
  }),
  examples: {
    pass: [
      { because: 'the host has no address in it', object: network({ options: { [MODE]: 'isolated' } }) },
      { because: 'the older way to say so', object: network({ options: { [INHIBIT]: 'true' } }) },
      {
        because: 'the host has no address of IPv6 either',
        object: network({ enableIpv6: true, options: { [INHIBIT]: 'true', [MODE_6]: 'isolated' } }),
      },
      { because: 'it is not internal', object: network({ internal: false }) },
      { because: 'an overlay has another gateway', object: network({ driver: 'overlay' }) },
    ],
    fail: [
      { because: 'an internal network is open to the host', object: network({}) },
      { because: 'so is one of a Compose file', object: network({ declaredBy: 'compose' }) },
      { because: 'another mode', object: network({ options: { [MODE]: 'nat' } }) },
      { because: 'with IPv6 the host has another address', object: network({ enableIpv6: true, options: { [INHIBIT]: 'true' } }) },
      {
        because: 'IPv6 may be an option as well',
        object: network({ options: { [INHIBIT]: 'true', 'com.docker.network.enable_ipv6': 'true' } }),
      },
      { because: 'it is switched off', object: network({ options: { [INHIBIT]: 'false' } }) },
    ],
  },
});

/** The other family has options of its own, and no older way to say it. */
function judgeIpv6({ enableIpv6 }: Json, options: Json, emit: Emit): void {
  const enabled: unknown = enableIpv6 ?? options['com.docker.network.enable_ipv6'];
  if (enabled === UNKNOWN) emit(unknown(['enableIpv6'], 'known, or absent'));
  if (scalarText(enabled) !== 'true' || options[MODE_6] === 'isolated') return;
  const path = ['options', MODE_6];
  if (options[MODE_6] === UNKNOWN) emit(unknown(path, EXPECTED_6));
  else emit(failing(path, options[MODE_6] ?? undefined, EXPECTED_6, INSTRUCTIONS_6));
}

function network(fields: Record<string, unknown>) {
  return { apiVersion: 'docker/v1', kind: 'Network', metadata: { name: 'back' }, declaredBy: 'pulumi', internal: true, ...fields };
}
