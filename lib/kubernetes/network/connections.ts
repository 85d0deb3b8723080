import { ApiObject } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { FlowOptions, FlowWithPolicyPorts, StatedPort, StatedPorts } from './flow-options';
import { dialectOf } from './isolation-scope';
import { networkOf } from './network';
import { throwIfWrong } from './peer-of-statement';
import { type FlowDestination, type FlowSource, isPlainPeer, type PlusPeer, type Statement } from './statement';

/** The id that cdk8s-plus gives the policy of `isolate()`. */
const DENY_ALL = 'DefaultDenyAll';

/**
 * Who may talk to a workload, and to whom it may talk.
 *
 * In an isolated scope (see `isolate`) each flow becomes policies of the scope's dialect at both ends; elsewhere the NetworkPolicies that
 * cdk8s-plus makes of it.
 */
export class Connections extends plus.PodConnections {
  public constructor(instance: plus.AbstractPod) {
    super(instance);
    // `isolate: true` was answered before these connections were there.
    const closed = instance.node.tryFindChild(DENY_ALL);
    if (closed instanceof plus.NetworkPolicy) networkOf(instance).remember({ policy: closed, end: instance });
  }

  /**
   * Lets this workload open connections to a peer.
   *
   * @throws a TemperedError where the peer can be no destination; what only synthesis knows (ports, the dialect) is an error there
   * @example
   * ```ts
   * web.connections.allowTo(api, { port: 8080 });
   * web.connections.allowTo(api, { port: 'http', http: { methods: ['GET'], paths: ['/items/*'] } });
   * web.connections.allowTo(fqdn('api.example.com'), { port: 443 });
   * ```
   */
  public override allowTo(peer: FlowDestination, options: FlowOptions = {}): void {
    state({ subject: this.instance, direction: 'egress', peer, options }, (...inWords) => super.allowTo(...inWords));
  }

  /**
   * Lets a peer open connections to this workload, on the ports that its containers declare unless `port` says which.
   *
   * @throws a TemperedError where the peer can be no source; what only synthesis knows (ports, the dialect) is an error there
   * @example
   * ```ts
   * web.connections.allowFrom(ingressController({ namespace: 'traefik' }), { port: 8080 });
   * ```
   */
  public override allowFrom(peer: FlowSource, options: FlowOptions = {}): void {
    state({ subject: this.instance, direction: 'ingress', peer, options }, (...inWords) => super.allowFrom(...inWords));
  }

  /** Closes this workload in both directions. In an isolated scope it is closed already. */
  public override isolate(): void {
    if (dialectOf(this.instance) === undefined) making(this.instance, this.instance, () => super.isolate());
  }
}

/** What cdk8s-plus makes of a flow. */
type AllowInPlus = (peer: plus.INetworkPolicyPeer, options: plus.PodConnectionsAllowToOptions) => void;

/** Records a flow. Ends that lie in no isolated scope get the policies of cdk8s-plus now, as they always did. */
function state(statement: Statement, allow: AllowInPlus): void {
  const { subject, direction, peer, options } = statement;
  const { POD, PEER } = plus.PodConnectionsIsolation;
  throwIfWrong(statement);
  const inPlus = isPlainPeer(peer) || ApiObject.isApiObject(peer) || !isOfThisPlus(peer) ? undefined : peer;
  const words = inPlus && inWordsOfPlus(options, direction === 'egress' ? inPlus : subject);
  networkOf(subject).state(statement, words === undefined);
  if (inPlus === undefined || words === undefined) return;
  const own = dialectOf(subject) === undefined;
  if (own && options.isolation !== PEER) making(subject, subject, () => allow(inPlus, { ...words, isolation: POD }));
  // Of what a selection of pods may cover elsewhere, an isolated workload closes nothing.
  const other = dialectOf(inPlus) === undefined && (own || inPlus instanceof plus.AbstractPod);
  if (other && options.isolation !== POD) making(subject, inPlus, () => allow(inPlus, { ...words, isolation: PEER }));
}

/** Peers of other versions of cdk8s-plus have the same methods; only the classes behind them are others. */
function isOfThisPlus(peer: PlusPeer): peer is plus.INetworkPolicyPeer {
  return 'toPodSelector' in peer;
}

/** Remembers the policies that cdk8s-plus makes in a workload for one end of its flow. */
function making(workload: IConstruct, end: IConstruct, make: () => void): void {
  const before = new Set(workload.node.children);
  make();
  for (const policy of workload.node.children)
    if (!before.has(policy) && policy instanceof plus.NetworkPolicy) networkOf(workload).remember({ policy, end });
}

/** The options as cdk8s-plus takes them; undefined where it has no words for them. */
function inWordsOfPlus(options: FlowOptions, destination: IConstruct): Pick<FlowWithPolicyPorts, 'ports'> | undefined {
  if (options.http !== undefined) return undefined;
  if (options.port === undefined) return options.ports === undefined ? {} : { ports: options.ports };
  const ports: plus.NetworkPolicyPort[] = [];
  for (const each of isList(options.port) ? options.port : [options.port]) {
    const numbers = numbersOf(each, destination);
    if (numbers === undefined) return undefined;
    const protocol = plus.NetworkProtocol[options.protocol ?? 'TCP'];
    ports.push(plus.NetworkPolicyPort.of({ protocol, port: numbers.from, ...(numbers.to > numbers.from && { endPort: numbers.to }) }));
  }
  return { ports };
}

function numbersOf(port: StatedPort, destination: IConstruct): { readonly from: number; readonly to: number } | undefined {
  if (typeof port === 'number') return { from: port, to: port };
  if (typeof port === 'object') return 'undeclared' in port ? { from: port.undeclared, to: port.undeclared } : port;
  const containers = destination instanceof plus.AbstractPod ? destination.containers : [];
  const number = containers.flatMap(({ ports }) => ports).find(({ name }) => name === port)?.number;
  return number === undefined ? undefined : { from: number, to: number };
}

function isList(port: StatedPorts): port is readonly [StatedPort, ...StatedPort[]] {
  return Array.isArray(port);
}
