import { control } from '../control';
import { all, custom, isObject, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { withAddressArithmetic } from './address-arithmetic';
import { blockCovers } from './addresses';
import { EVERYTHING, openToAllByCalico, openToAllByCilium } from './allow-all-other-dialects';
import { celOfObject } from './cel-of-object';
import { boundByPorts, CEL_BOUND_BY_PORTS, DIRECTIONS, namesNobody, networkPolicyRules } from './network-policy-rules';
import { NETWORK_POLICY } from './policies-of-pod';
import { policyExample } from './policy-example';

/** What is inside: private (RFC 1918, RFC 4193) and link-local (RFC 3927, RFC 4291). */
const INSIDE = {
  4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  6: ['fc00::/7', 'fe80::/10'],
};
const insideOf = (cidr: string): readonly string[] => INSIDE[cidr.includes(':') ? 6 : 4];
const isEverything = (cidr: unknown): cidr is string => typeof cidr === 'string' && new RegExp(EVERYTHING).test(cidr);

const EMPTY_PEER = '!has(p.podSelector) && !has(p.namespaceSelector) && !has(p.ipBlock)';
const ALL = `has(p.ipBlock) && p.ipBlock.cidr.matches('${EVERYTHING}')`;
const over = (list: string, condition: string): string => `(!has(object.spec.${list}) || !object.spec.${list}.exists(r, ${condition}))`;
const open = DIRECTIONS.map(([list, end]) =>
  over(list, `(!has(r.${end}) || size(r.${end}) == 0 || r.${end}.exists(p, ${EMPTY_PEER})) && !${CEL_BOUND_BY_PORTS}`),
);
const NOBODY_OPEN = `!has(object.spec) || (${[...open, over('ingress', `has(r.from) && r.from.exists(p, ${ALL})`)].join(' && ')})`;

const ranges = (family: 4 | 6): string => `[${INSIDE[family].map((each) => `'${each}'`).join(', ')}]`;
const EXCEPTED =
  `(p.ipBlock.cidr.contains(':') ? ${ranges(6)} : ${ranges(4)})` +
  '.all(i, !cidr(p.ipBlock.cidr).containsCIDR(i) || (has(p.ipBlock.except) && p.ipBlock.except.exists(e, cidr(e).containsCIDR(i))))';
const INSIDE_EXCEPTED = `!has(object.spec) || ${over('egress', `has(r.to) && r.to.exists(p, ${ALL} && !(${EXCEPTED}))`)}`;

const everybody: Rule = {
  reads: [NETWORK_POLICY],
  evaluate(subject, emit) {
    if (!isKind(NETWORK_POLICY, subject)) return false;
    for (const each of networkPolicyRules(subject.object, emit)) {
      const { direction, rule, at, end, peers } = each;
      if (namesNobody(each) && !boundByPorts(rule)) {
        const instructions = `Name who is meant in \`${end}\`, or the ports in \`ports\`; to allow nothing, leave the rule out and keep the direction among the \`policyTypes\`.`;
        const expected = `a rule that names peers in \`${end}\`, or ports: an empty one allows everything`;
        emit({ verdict: 'fail', path: at, actual: rule, expected, fix: { op: 'manual', instructions } });
      }
      if (direction === 'egress') continue;
      for (const { peer, at: place } of peers) {
        const cidr: unknown = isObject(peer.ipBlock) ? peer.ipBlock.cidr : undefined;
        const path = [...place, 'ipBlock', 'cidr'];
        if (cidr === UNKNOWN) emit(unknown(path, 'a block that is not everything'));
        if (!isEverything(cidr)) continue;
        const instructions = 'Write the blocks from which clients come, or select the pods of the ingress controller.';
        emit({ verdict: 'fail', path, actual: cidr, expected: 'a block that is not everything', fix: { op: 'manual', instructions } });
      }
    }
    return true;
  },
  cel: celOfObject(NOBODY_OPEN),
  prose:
    'no rule of a NetworkPolicy allows everybody: without `from` or `to` it is bounded by ports, and no block in `from` is as wide as 0.0.0.0/0 or ::/0, /1, /2 or /3',
};

const outside: Rule = {
  reads: [NETWORK_POLICY],
  evaluate(subject, emit) {
    if (!isKind(NETWORK_POLICY, subject)) return false;
    for (const { direction, peers } of networkPolicyRules(subject.object, emit)) {
      if (direction === 'ingress') continue;
      for (const { peer, at } of peers) {
        if (!isObject(peer.ipBlock) || !isEverything(peer.ipBlock.cidr)) continue;
        const { cidr, except } = peer.ipBlock;
        const path = [...at, 'ipBlock', 'except'];
        const excepted: readonly unknown[] = Array.isArray(except) ? except : [];
        const inside = insideOf(cidr).filter((range) => blockCovers(cidr, range));
        const expected = `a list that covers ${inside.join(', ')}: what is outside is meant`;
        if (except === UNKNOWN || excepted.includes(UNKNOWN)) {
          emit(unknown(path, expected));
          continue;
        }
        const isExcepted = (range: string): boolean => excepted.some((each) => typeof each === 'string' && blockCovers(each, range));
        if (inside.every(isExcepted)) continue;
        const missing = inside.filter((each) => !isExcepted(each)).join(', ');
        const instructions = `Write the blocks that are meant; where it is the whole internet, except ${missing}, and allow what is inside by selectors.`;
        emit({ verdict: 'fail', path, actual: except ?? undefined, expected, fix: { op: 'manual', instructions } });
      }
    }
    return true;
  },
  cel: celOfObject(INSIDE_EXCEPTED),
  prose: 'a block in `to` that is as wide (/0 to /3) has the private and link-local ranges in it under `except`',
};

const PORT = [{ ports: [{ port: '8080', protocol: 'TCP' }] }];
const ALLOW = { action: 'Allow', protocol: 'TCP' };
const ofCilium = (spec: object, kind = 'CiliumNetworkPolicy') => ({
  apiVersion: 'cilium.io/v2',
  kind,
  metadata: { name: 'web' },
  spec: { endpointSelector: {}, ...spec },
});
const ofCalico = (spec: object) => ({ apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec });
const PUBLIC = { cidr: '0.0.0.0/0', except: INSIDE[4] };

export const allowAllNetworkPolicy = control({
  id: 'allow-all-network-policy',
  family: 'network',
  title: 'Write no policy that allows everything',
  severity: 'high',
  why: 'The pod counts as isolated, and is open: one empty rule undoes all others, and whoever asks for a policy is content.',
  references: {
    nsa: 'Network: network policies',
    kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  },
  counterparts: { trivy: ['KSV-0038'] },
  notes:
    'An item `{}` allows everything, an absent list nothing. A rule without peers passes where its ports are bounded; a block of all addresses in `from`, or of an eighth of them and more, does not, since it says that the whole internet is meant: where it is, waive this. Each range must lie under one block of `except`, not under several together. Policies of Cilium and Calico are asked the same, in their words: the entity `all`, an `Allow` that says nothing. Trivy only asks for a selector.',
  require: all(custom(everybody), custom(openToAllByCilium), custom(openToAllByCalico), withAddressArithmetic(outside)),
  examples: {
    pass: [
      { because: 'nothing is allowed', object: policyExample() },
      { because: 'an empty list is none', object: policyExample({ ingress: [], egress: [] }) },
      { because: 'whoever it is, one port', object: policyExample({ ingress: [{ ports: [{ port: 8080 }] }] }) },
      { because: 'some pods', object: policyExample({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }] }] }) },
      { because: 'every pod of the namespace', object: policyExample({ ingress: [{ from: [{ podSelector: {} }] }] }) },
      { because: 'what is outside', object: policyExample({ egress: [{ to: [{ ipBlock: PUBLIC }] }] }) },
      { because: 'an empty rule of Cilium is nobody', object: ofCilium({ ingress: [{}] }) },
      { because: 'one port for everybody', object: ofCilium({ ingress: [{ fromEntities: ['all'], toPorts: PORT }] }) },
      { because: 'what is outside is not inside for Cilium', object: ofCilium({ egress: [{ toEntities: ['world'], toPorts: PORT }] }) },
      { because: 'every pod of the namespace, as Cilium says it', object: ofCilium({ ingress: [{ fromEndpoints: [{}] }] }) },
      {
        because: 'one port for everybody, as Calico says it',
        object: ofCalico({ ingress: [{ ...ALLOW, destination: { ports: [8080] } }] }),
      },
      { because: 'some pods, as Calico says it', object: ofCalico({ ingress: [{ ...ALLOW, source: { selector: "app == 'api'" } }] }) },
      { because: 'whoever pings', object: ofCalico({ ingress: [{ action: 'Allow', protocol: 'ICMP' }] }) },
      { because: 'what is denied', object: ofCalico({ ingress: [{ action: 'Deny' }] }) },
      {
        because: 'one exception covers more than is asked',
        object: policyExample({ egress: [{ to: [{ ipBlock: { ...PUBLIC, except: ['0.0.0.0/1', '128.0.0.0/1'] } }] }] }),
      },
      {
        because: 'the internet of IPv6 holds nothing that is inside',
        object: policyExample({ egress: [{ to: [{ ipBlock: { cidr: '2000::/3' } }] }] }),
      },
      {
        because: 'the same of IPv6',
        object: policyExample({ egress: [{ to: [{ ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } }] }] }),
      },
    ],
    fail: [
      {
        because: 'two halves are everything',
        object: policyExample({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1' } }] }] }),
      },
      {
        because: 'one of them holds what is inside',
        object: policyExample({
          egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1', except: INSIDE[4].slice(1) } }] }],
        }),
      },
      { because: 'the entity of everybody', object: ofCilium({ ingress: [{ fromEntities: ['all'] }] }) },
      { because: 'to everybody', object: ofCilium({ egress: [{ toEntities: ['cluster', 'all'] }] }, 'CiliumClusterwideNetworkPolicy') },
      { because: 'all ports for everybody', object: ofCilium({ ingress: [{ toPorts: [{ ports: [{ port: '0', protocol: 'ANY' }] }] }] }) },
      { because: 'the internet comes in, as Cilium says it', object: ofCilium({ ingress: [{ fromEntities: ['world'], toPorts: PORT }] }) },
      { because: 'the same by addresses', object: ofCilium({ ingress: [{ fromCIDRSet: [{ cidr: '0.0.0.0/0' }], toPorts: PORT }] }) },
      { because: 'an Allow of Calico that says nothing', object: ofCalico({ ingress: [{ action: 'Allow' }] }) },
      { because: 'a protocol is no port, as Calico says it', object: ofCalico({ egress: [ALLOW] }) },
      {
        because: 'the internet comes in, as Calico says it',
        object: ofCalico({ ingress: [{ ...ALLOW, source: { nets: ['0.0.0.0/0'] } }] }),
      },
      {
        because: 'all addresses, as Calico says it',
        object: ofCalico({ egress: [{ ...ALLOW, destination: { nets: ['0.0.0.0/0'], ports: [443] } }] }),
      },
      { because: 'an empty rule lets everybody in', object: policyExample({ ingress: [{}] }) },
      { because: 'an empty rule lets everything out', object: policyExample({ egress: [{}] }) },
      { because: 'an empty list of peers is no list', object: policyExample({ ingress: [{ from: [] }] }) },
      { because: 'a peer that says nothing', object: policyExample({ egress: [{ to: [{}] }] }) },
      { because: 'a protocol is no port', object: policyExample({ ingress: [{ ports: [{ protocol: 'TCP' }] }] }) },
      { because: 'all ports are none', object: policyExample({ ingress: [{ ports: [{ port: 1, endPort: 65535 }] }] }) },
      { because: 'the whole internet comes in', object: policyExample({ ingress: [{ from: [{ ipBlock: PUBLIC }] }] }) },
      {
        because: 'by IPv6 too, on whatever port',
        object: policyExample({ ingress: [{ from: [{ ipBlock: { cidr: '::/0' } }], ports: [{ port: 443 }] }] }),
      },
      {
        because: 'what is inside is not left out',
        object: policyExample({ egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }),
      },
      {
        because: 'one range is missing',
        object: policyExample({ egress: [{ to: [{ ipBlock: { ...PUBLIC, except: INSIDE[4].slice(1) } }] }] }),
      },
      {
        because: 'a part of a range is not the range',
        object: policyExample({ egress: [{ to: [{ ipBlock: { ...PUBLIC, except: ['10.0.0.0/9', ...INSIDE[4].slice(1)] } }] }] }),
      },
    ],
  },
});
