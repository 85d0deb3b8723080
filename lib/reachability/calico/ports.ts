import { both, type Match, not } from '../certainty';
import { type Endpoint, PROTOCOLS, type Protocol, type Traffic } from '../endpoint';
import { isPortNumber } from '../policy';
import { matchesPorts, type PortTest } from '../ports';
import type { Shape } from '../shape';

/** What a rule says of protocols and of ports. */
export interface CalicoPorts {
  readonly matches: (traffic: Traffic, destination: Endpoint) => Match;
  readonly divides: readonly PortTest[];
  /** Whether it depends on the port that a connection comes from. */
  readonly bySource: boolean;
}

const NUMBERS: Readonly<Record<number, Protocol>> = { 6: 'TCP', 17: 'UDP', 132: 'SCTP' };
const WITHOUT_PORTS = ['ICMP', 'ICMPV6', 'UDPLITE'];

/** Source: Calico, `api/pkg/apis/projectcalico/v3/policy_common.go` (`Rule`, `EntityRule`) and `numorstring/port.go`. */
export function portsOf(rule: Shape, source: Shape | undefined, destination: Shape | undefined): CalicoPorts {
  const protocol = protocolsOf(rule, 'protocol');
  const excluded = protocolsOf(rule, 'notProtocol') ?? [];
  const protocols = (protocol ?? PROTOCOLS).filter((each) => !excluded.includes(each));
  const read = (end: Shape | undefined, key: string): readonly PortTest[] | undefined => {
    const tests = listOf(end, key, protocols);
    const named = protocol === undefined && tests?.every(({ port }) => typeof port === 'string') === true;
    if (tests !== undefined && !named && (protocol === undefined || protocol.length === 0))
      end?.wrong(key, 'needs a protocol of TCP, UDP or SCTP beside it');
    return tests;
  };
  const ports = read(destination, 'ports');
  const notPorts = read(destination, 'notPorts');
  const bySource = read(source, 'ports') !== undefined || read(source, 'notPorts') !== undefined;
  return {
    matches: (traffic, end) => {
      if (!protocols.includes(traffic.protocol)) return 'no';
      const positive = matchesPorts(ports, traffic, end);
      const negative = notPorts === undefined ? 'yes' : not(matchesPorts(notPorts, traffic, end));
      return both(both(positive, negative), bySource ? 'maybe' : 'yes');
    },
    divides: [...(ports ?? []), ...(notPorts ?? [])],
    bySource,
  };
}

/** Undefined where nothing is written, and empty where it is none with ports. */
function protocolsOf(rule: Shape, key: string): readonly Protocol[] | undefined {
  const value = rule.get(key);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 255) {
    const known = NUMBERS[value];
    return known === undefined ? [] : [known];
  }
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  const known = PROTOCOLS.filter((each) => each === name);
  if (known.length === 0 && !WITHOUT_PORTS.includes(name))
    rule.wrong(key, 'must be TCP, UDP, SCTP, ICMP, ICMPv6, UDPLite or a number from 1 to 255');
  return known;
}

function listOf(end: Shape | undefined, key: string, protocols: readonly Protocol[]): readonly PortTest[] | undefined {
  const written = end?.elements(key);
  if (end === undefined || written === undefined || written.length === 0) return undefined;
  return written.map((each): PortTest => {
    const [first = 0, last = first] = typeof each === 'number' ? [each] : String(each).split(':').map(Number);
    if (typeof each === 'string' && !/^\d+(:\d+)?$/.test(each) && /^[a-zA-Z0-9_.-]{1,128}$/.test(each)) return { protocols, port: each };
    if (isPortNumber(last) && (isPortNumber(first) || first === 0) && first <= last) return { protocols, port: { first, last } };
    end.wrong(key, `must hold numbers from 1 to 65535, ranges such as 8000:8010 and names of ports, and ${String(each)} is none`);
    return { protocols: [] };
  });
}
