import { control } from '../control';
import { all, custom, type Fix, isObject, type Requirement, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { workloadExample } from '../workload/workload-examples';
import { withAddressArithmetic } from './address-arithmetic';
import { blockCovers } from './addresses';
import { celOfObject } from './cel-of-object';
import { namesNobody, networkPolicyRules } from './network-policy-rules';
import { isSelectedByOthers, maySomeoneDeny } from './policies-of-other-dialects';
import { directionsOf, NETWORK_POLICY, policiesOf } from './policies-of-pod';
import { policyExample } from './policy-example';

/** Where names are asked; no metadata service gives credentials on this port. */
const DNS_PORT = 53;

function onlyNames(ports: unknown): boolean {
  return (
    Array.isArray(ports) && ports.length > 0 && ports.every((each: unknown) => isObject(each) && each.port === DNS_PORT && !each.endPort)
  );
}

function blocks(addresses: readonly string[]): Rule {
  const celAddresses = `[${addresses.map((each) => `'${each}'`).join(', ')}]`;
  const bare = `(!has(r.to) || size(r.to) == 0) && !(has(r.ports) && size(r.ports) > 0 && r.ports.all(p, has(p.port) && p.port == ${DNS_PORT} && !has(p.endPort)))`;
  const reached = `cidr(p.ipBlock.cidr).containsCIDR(a) && !(has(p.ipBlock.except) && p.ipBlock.except.exists(e, cidr(e).containsCIDR(a)))`;
  const block = `has(r.to) && r.to.exists(p, has(p.ipBlock) && ${celAddresses}.exists(a, ${reached}))`;
  const passes = `!has(object.spec) || !has(object.spec.egress) || !object.spec.egress.exists(r, (${bare}) || (${block}))`;
  return {
    reads: [NETWORK_POLICY],
    crossObject: true,
    evaluate(subject, emit) {
      if (!isKind(NETWORK_POLICY, subject) || maySomeoneDeny(subject.namespace, subject.neighbours)) return false;
      for (const each of networkPolicyRules(subject.object, emit)) {
        const { direction, rule, at, peers } = each;
        if (direction === 'ingress') continue;
        if (peers.length === 0 && namesNobody(each) && !onlyNames(rule.ports)) {
          const instructions = `Name what is called in \`to\`: pods by selectors, or blocks without ${addresses.join(', ')}.`;
          emit({
            verdict: 'fail',
            path: at,
            actual: rule,
            expected: 'a rule that names its destinations',
            fix: { op: 'manual', instructions },
          });
        }
        for (const { peer, at: place } of peers) {
          if (!isObject(peer.ipBlock)) continue;
          const { cidr, except } = peer.ipBlock;
          const excepted: readonly unknown[] = Array.isArray(except) ? except : [];
          const path = [...place, 'ipBlock', 'except'];
          if ([cidr, except, ...excepted].includes(UNKNOWN)) {
            emit(unknown(path, 'known'));
            continue;
          }
          const isCovered = (address: string, by: unknown): boolean => typeof by === 'string' && blockCovers(by, address);
          const reached = addresses.filter((address) => isCovered(address, cidr) && !excepted.some((by) => isCovered(address, by)));
          const expected = `a list with ${reached.join(' and ')}`;
          for (const fix of fixesOf(path, except, cidr, reached))
            emit({ verdict: 'fail', path, actual: except ?? undefined, expected, fix });
        }
      }
      return true;
    },
    cel: celOfObject(passes),
    prose: `every \`ipBlock\` in \`to\` that contains ${addresses.join(' or ')} has it under \`except\`, and every rule for egress names its destinations`,
  };
}

/** An exception must lie within the block, and is not the whole of it: an API server refuses others. */
function fixesOf(path: readonly (string | number)[], except: unknown, cidr: unknown, reached: readonly string[]): readonly Fix[] {
  if (reached.length === 0) return [];
  if (reached.some((address) => typeof cidr === 'string' && blockCovers(address, cidr)))
    return [{ op: 'manual', instructions: 'Take the block out: it is the address itself.' }];
  if ((except ?? undefined) === undefined) return [{ op: 'set', path, value: reached }];
  return reached.map((value) => ({ op: 'append', path, value }));
}

const limitsEgress: Rule = {
  reads: 'pod',
  crossObject: true,
  evaluate({ pod, namespace, neighbours }, emit) {
    if (pod === undefined || pod.spec.hostNetwork === true || isSelectedByOthers(pod, namespace, neighbours) !== false) return false;
    if (policiesOf(pod, namespace, neighbours).some((each) => directionsOf(each).includes('Egress'))) return true;
    const instructions =
      'Add a NetworkPolicy that selects the pod, with `Egress` among its `policyTypes`: one for the namespace that denies everything, and one for each flow that is needed, DNS included.';
    emit({
      verdict: 'fail',
      path: [...pod.at, 'metadata', 'labels'],
      actual: undefined,
      expected: 'selected by a NetworkPolicy for Egress: the metadata service is reached otherwise',
      fix: { op: 'manual', instructions },
    });
    return true;
  },
  cel: { impossible: 'Which policies select a pod does not stand in the pod.' },
  prose: 'a NetworkPolicy that selects the pod limits its egress',
};

const EVERYTHING = '0.0.0.0/0';
const toBlock = (ipBlock: object, ports?: object[]) => policyExample({ egress: [{ to: [{ ipBlock }], ...(ports && { ports }) }] });

export const cloudMetadataAccess = control({
  id: 'cloud-metadata-access',
  family: 'network',
  title: 'Block the instance metadata address',
  severity: 'high',
  why: 'At this address the cloud gives the credentials of the node to whoever asks: one request that a program can be talked into, and the account is lost.',
  references: { nsa: 'Network: protecting sensitive cloud infrastructure' },
  counterparts: { kubescape: ['C-0052'] },
  notes:
    '169.254.169.254 answers on AWS, Azure, Google Cloud, OpenStack and others, fd00:ec2::254 on AWS. Nothing is said of a pod that policies of Cilium or Calico select, nor of a NetworkPolicy beside one of theirs that denies, or of the whole cluster: they may close it. A pod in the network of the node is not asked: no policy reaches it (`host-network`). A rule without destinations for port 53 alone passes. Whoever uses the identity that this address gives (Workload Identity of Google Cloud) waives it for the one policy. Kubescape asks a sensor on the node.',
  parameters: {
    /** The addresses at which metadata services answer, as blocks. */
    addresses: ['169.254.169.254/32', 'fd00:ec2::254/128'] as readonly string[],
    /** Whether pods that no policy limits are told, too. Without it only what policies open is a finding. */
    everyPod: true as boolean,
  },
  require: ({ addresses, everyPod }): Requirement =>
    everyPod ? all(withAddressArithmetic(blocks(addresses)), custom(limitsEgress)) : withAddressArithmetic(blocks(addresses)),
  examples: {
    pass: [
      { because: 'egress is denied', object: workloadExample({}), with: [policyExample()] },
      { because: 'nothing goes out', object: policyExample() },
      { because: 'it is left out of the block', object: toBlock({ cidr: EVERYTHING, except: ['169.254.169.254/32'] }) },
      { because: 'with all that is link-local', object: toBlock({ cidr: EVERYTHING, except: ['10.0.0.0/8', '169.254.0.0/16'] }) },
      { because: 'the block is elsewhere', object: toBlock({ cidr: '203.0.113.0/24' }) },
      { because: 'names alone', object: policyExample({ egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }) },
      { because: 'pods only', object: policyExample({ egress: [{ to: [{ podSelector: {} }] }] }) },
      { because: 'policies alone are asked', object: workloadExample({}), parameters: { everyPod: false } },
      {
        because: 'of policies alone: it is left out by a larger block',
        parameters: { everyPod: false },
        object: toBlock({ cidr: EVERYTHING, except: ['169.254.0.0/16'] }),
      },
    ],
    fail: [
      { because: 'no policy selects the pod', object: workloadExample({}) },
      { because: 'only ingress is limited', object: workloadExample({}), with: [policyExample({ policyTypes: ['Ingress'] })] },
      { because: 'the block contains it', object: toBlock({ cidr: EVERYTHING }) },
      { because: 'on whatever port', object: toBlock({ cidr: '169.254.0.0/16' }, [{ port: 443 }]) },
      { because: 'something else is left out', object: toBlock({ cidr: EVERYTHING, except: ['10.0.0.0/8'] }) },
      { because: 'the block is the address', object: toBlock({ cidr: '169.254.169.254/32' }) },
      { because: 'by IPv6', object: toBlock({ cidr: '::/0', except: ['fe80::/10'] }) },
      { because: 'everything is called', object: policyExample({ egress: [{}] }) },
      { because: 'whatever the ports, but for names', object: policyExample({ egress: [{ ports: [{ port: 80 }] }] }) },
      {
        because: 'an address of another cloud',
        parameters: { addresses: ['100.100.100.200/32'] },
        object: toBlock({ cidr: '100.64.0.0/10' }),
      },
    ],
  },
});
