import { TemperedError } from '../../errors';
import { PROTOCOLS } from '../../reachability/endpoint';
import { LAST_PORT, type PortClass } from '../../reachability/ports';

/**
 * A flow as a sentence: `web -> api TCP/8080`, `web -> 203.0.113.0/24 TCP/443`, `namespace ingress-nginx -> web TCP/8080`.
 *
 * An end is
 * - a workload: `web`, or as much of `shop/Deployment/web` as makes it clear; of a chart also the id or the path of its construct,
 * - pods of others: `namespace monitoring`, `namespace monitoring pod app=prometheus`, `namespace team=a`, `namespace *`,
 * - addresses: `203.0.113.7`, `203.0.113.0/24`, `0.0.0.0/0 except 10.0.0.0/8, 169.254.169.254`,
 * - a name: `fqdn:api.example.com`,
 * - `kube-apiserver`, `kube-dns`, `world` (whatever is outside of the cluster), `host`, `remote-node`, or `*` for everybody.
 *
 * `world` and `*` do not hold the metadata addresses 169.254.169.254 and fd00:ec2::254: each is stated by itself.
 *
 * Ports are `TCP/8080`, `UDP/5000-5010`, `TCP` for all of a protocol, several with commas; without any, every port is meant.
 */
export type FlowText = `${string} -> ${string}`;

/** A flow that a test states. */
export interface StatedFlow {
  readonly text: FlowText;
  readonly from: string;
  readonly to: string;
  /** Undefined: whatever ports are open, and at least one of them. */
  readonly ports: readonly PortClass[] | undefined;
}

const PORT = '(?:TCP|UDP|SCTP)(?:/[1-9]\\d{0,4}(?:-[1-9]\\d{0,4})?)?';
const FLOW = new RegExp(`^(?<from>.+?) -> (?<to>.+?)(?: (?<ports>${PORT}(?:, *${PORT})*))?$`);

/** Throws a TemperedError `invalid-flow`. */
export function statedFlow(text: FlowText): StatedFlow {
  const { from, to, ports } = FLOW.exec(text.trim())?.groups ?? {};
  if (from === undefined || to === undefined || /(^| )(TCP|UDP|SCTP)(\/|$)/i.test(to))
    throw new TemperedError('invalid-flow', `${JSON.stringify(text)} is no flow`, {
      hint: 'write it like "web -> api TCP/8080", with several ports "TCP/8080, UDP/53", or without any for every port',
    });
  return { text, from: from.trim(), to: to.trim(), ports: ports?.split(/, */).map((each) => portsOf(each, text)) };
}

function portsOf(written: string, text: FlowText): PortClass {
  const [word, range = `1-${LAST_PORT}`] = written.split('/');
  const [first = 0, last = first] = range.split('-').map(Number);
  const protocol = PROTOCOLS.find((each) => each === word);
  if (protocol === undefined || last > LAST_PORT || first > last)
    throw new TemperedError('invalid-flow', `${JSON.stringify(text)}: ${written} is no port`, {
      hint: 'a port is a number from 1 to 65535',
    });
  return { protocol, first, last };
}
