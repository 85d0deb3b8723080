import { PROTOCOLS, type Protocol } from '../endpoint';
import { isPortNumber } from '../policy';
import type { PortTest } from '../ports';
import type { Shape } from '../shape';
import { exactName, type NameTest, namePattern } from './names';

/** What `toPorts` and `icmps` of a rule say. */
export interface CiliumPorts {
  /** Undefined where every port is meant. */
  readonly tests: readonly PortTest[] | undefined;
  /** What is asked of the requests themselves. */
  readonly condition?: string;
  /** The names whose answers the DNS proxy sees. */
  readonly learns?: NameTest;
}

const PORT_RULE = ['ports', 'rules', 'terminatingTLS', 'originatingTLS', 'serverNames', 'listener'] as const;
const ICMP_ONLY: CiliumPorts = { tests: [] };

export function portsOf(rule: Shape): CiliumPorts {
  const written = rule.objects('toPorts', PORT_RULE) ?? [];
  const icmps = rule.elements('icmps') ?? [];
  if (icmps.length > 0) {
    if (written.length > 0) rule.wrong('icmps', 'cannot stand beside toPorts');
    return ICMP_ONLY;
  }
  if (written.length === 0) return { tests: undefined };
  const tests = written.flatMap((each) => (each.objects('ports', ['port', 'endPort', 'protocol']) ?? []).map(testOf));
  const names = written.flatMap(namesIn);
  const conditions = written.map(conditionOf);
  const condition = conditions.every((each) => each !== undefined) ? conditions.join('; ') : undefined;
  return {
    tests,
    ...(condition !== undefined && { condition }),
    ...(names.length > 0 && { learns: (name: string): boolean => names.some((test) => test(name)) }),
  };
}

function testOf(port: Shape): PortTest {
  const protocols = protocolsOf(port);
  const text = port.text('port');
  if (text === undefined) {
    port.wrong('port', 'is missing');
    return { protocols: [] };
  }
  if (text === '0') return { protocols };
  if (!/^\d+$/.test(text)) return { protocols, port: text.toLowerCase() };
  const first = Number(text);
  const end = port.number('endPort') ?? 0; // 0 is none
  if (!isPortNumber(first) || (end !== 0 && !isPortNumber(end))) {
    port.wrong(
      isPortNumber(first) ? 'endPort' : 'port',
      'must be a number from 1 to 65535, 0 for every port, or the name of a container port',
    );
    return { protocols: [] };
  }
  return { protocols, port: { first, last: Math.max(first, end) } };
}

const WITHOUT_PORTS = ['ICMP', 'ICMPv6', 'ICMPV6', 'VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH'] as const;

function protocolsOf(port: Shape): readonly Protocol[] {
  const protocol = port.oneOf('protocol', [...PROTOCOLS, 'ANY', ...WITHOUT_PORTS]) ?? 'ANY';
  return protocol === 'ANY' ? PROTOCOLS : PROTOCOLS.filter((each) => each === protocol);
}

/** The names in DNS rules: they let queries through, and let Cilium see the answers. */
function namesIn(toPorts: Shape): readonly NameTest[] {
  const rules = toPorts.object('rules', ['http', 'kafka', 'dns', 'l7', 'l7proto']);
  return (rules?.objects('dns', ['matchName', 'matchPattern']) ?? []).map(nameTest);
}

/** A `matchName` or `matchPattern`. */
export function nameTest(selector: Shape): NameTest {
  const name = selector.text('matchName');
  const pattern = selector.text('matchPattern');
  if (name === undefined && pattern === undefined) selector.wrong('matchName', 'is missing, and so is matchPattern');
  return name !== undefined ? exactName(name) : namePattern(pattern ?? '');
}

function conditionOf(toPorts: Shape): string | undefined {
  const rules = toPorts.object('rules', ['http', 'kafka', 'dns', 'l7', 'l7proto']);
  const http = rules?.elements('http')?.length ?? 0;
  if (http > 0) return `only the HTTP requests of ${http === 1 ? 'its rule' : `its ${http} rules`}`;
  if ((rules?.elements('dns')?.length ?? 0) > 0) return 'only DNS queries for the names of its rules';
  if (rules?.has('kafka') === true || rules?.has('l7') === true) return 'only the requests of its rules';
  const servers = toPorts.texts('serverNames') ?? [];
  return servers.length > 0 ? `only TLS for ${servers.join(', ')}` : undefined;
}
