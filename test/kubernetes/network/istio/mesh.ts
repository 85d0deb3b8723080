import { BlockList } from 'node:net';
import type { Json } from '../../../../lib/controls/requirement';

/** Who asks: an identity of the mesh, or nobody that the mesh knows, at an address. */
export type Asker = { readonly namespace: string; readonly serviceAccount: string } | { readonly address: string };

/** A connection to a pod, and what is said over it where that is HTTP. */
export interface Question {
  readonly from: Asker;
  readonly to: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly port: number;
  readonly http?: { readonly method: string; readonly path: string };
}

/**
 * Whether a mesh of Istio lets it through, as the reference says: PeerAuthentication by the narrowest scope, then the policies that
 * allow, of which one rule must hold. Of actions only ALLOW is known here.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function istioAllows(objects: readonly Json[], question: Question): boolean {
  const here = objects.filter(
    ({ metadata, spec }) => metadata.namespace === question.to.namespace && selects(spec.selector, question.to.labels),
  );
  if ('address' in question.from && modeOf(here, question.port) === 'STRICT') return false;
  const policies = here.filter(({ kind }) => kind === 'AuthorizationPolicy');
  for (const { spec } of policies) if ((spec.action ?? 'ALLOW') !== 'ALLOW') throw new Error(`the action ${spec.action} is not known here`);
  return policies.length === 0 || policies.some(({ spec }) => (spec.rules ?? []).some((rule: Json) => holds(rule, question)));
}

function selects(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function modeOf(here: readonly Json[], port: number): string {
  const all = here.filter(({ kind }) => kind === 'PeerAuthentication');
  const own = all.find(({ spec }) => spec.selector !== undefined);
  const wide = all.find(({ spec }) => spec.selector === undefined);
  return own?.spec.portLevelMtls?.[port]?.mode ?? own?.spec.mtls?.mode ?? wide?.spec.mtls?.mode ?? 'PERMISSIVE';
}

function holds({ from, to, when }: Json, question: Question): boolean {
  if (when !== undefined) throw new Error('conditions are not known here');
  // HTTP cannot be asked of a connection that is none: the whole rule goes.
  const ofHttp = (to ?? []).some(({ operation }: Json) => operation.methods !== undefined || operation.paths !== undefined);
  if (ofHttp && question.http === undefined) return false;
  return (
    (from === undefined || from.some(({ source }: Json) => isFrom(source, question))) &&
    (to === undefined || to.some(({ operation }: Json) => isTo(operation, question)))
  );
}

function isFrom(source: Json, { from, to }: Question): boolean {
  const known = 'namespace' in from ? from : undefined;
  const principal = known && `cluster.local/ns/${known.namespace}/sa/${known.serviceAccount}`;
  const account = known && `${known.namespace}/${known.serviceAccount}`;
  const address = 'address' in from ? from.address : '10.0.0.1';
  const { principals, notPrincipals, namespaces, serviceAccounts, ipBlocks, notIpBlocks, ...others } = source;
  if (Object.keys(others).length > 0) throw new Error(`${Object.keys(others)} of a source are not known here`);
  return (
    one(principals, (each) => matches(each, principal)) &&
    !some(notPrincipals, (each) => matches(each, principal)) &&
    one(namespaces, (each) => matches(each, known?.namespace)) &&
    one(serviceAccounts, (each) => (each.includes('/') ? each : `${to.namespace}/${each}`) === account) &&
    one(ipBlocks, (each) => inBlock(each, address)) &&
    !some(notIpBlocks, (each) => inBlock(each, address))
  );
}

function isTo({ ports, methods, paths, ...others }: Json, { port, http }: Question): boolean {
  if (Object.keys(others).length > 0) throw new Error(`${Object.keys(others)} of an operation are not known here`);
  return (
    one(ports, (each) => each === String(port)) &&
    one(methods, (each) => matches(each, http?.method)) &&
    one(paths, (each) => matches(each, http?.path))
  );
}

/** A field that is not set asks nothing. */
function one(values: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return values === undefined || values.some(test);
}

function some(values: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return values?.some(test) ?? false;
}

/** Exact, or with a star at one end, or a star alone for whatever is there. */
function matches(pattern: string, value: string | undefined): boolean {
  if (value === undefined || value === '') return false;
  if (pattern === '*') return true;
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  return value === pattern;
}

function inBlock(block: string, address: string): boolean {
  const [net = '', prefix] = block.split('/');
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), net.includes(':') ? 'ipv6' : 'ipv4');
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
