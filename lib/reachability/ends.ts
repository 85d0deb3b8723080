import { TemperedError } from '../errors';
import { type Addresses, parseCidr, without } from './addresses';
import { exactly } from './blocks';
import type { Endpoint, Whereabouts } from './endpoint';
import { outsider } from './outsiders';
import type { PodNames } from './pod-names';
import { type StrangerSetting, strangerNamed } from './strangers';

/** What is known of where things are. */
export interface Setting extends StrangerSetting {
  readonly nodes: Whereabouts;
  readonly apiServer: Whereabouts;
}

/** The end that a name stands for. Throws a TemperedError `unknown-endpoint`. */
export function endNamed(name: string, names: PodNames, setting: Setting): Endpoint {
  const found = names.named(name);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (found.length > 1)
    throw new TemperedError('unknown-endpoint', `${name} may be ${found.map((each) => names.shortest(each)).join(' or ')}`, {
      hint: 'write as much of it as makes it clear, NAMESPACE/KIND/NAME at most',
    });
  const other = otherNamed(name, setting);
  if (other !== undefined) return other;
  throw new TemperedError('unknown-endpoint', `there is no workload ${name}`, {
    hint: `there are ${names.pods.map((each) => names.shortest(each)).join(', ') || 'none'}; write namespace NAME for pods of others`,
  });
}

/** An end that is no workload: addresses, a name, a node, pods of others. */
export function otherNamed(name: string, setting: Setting): Endpoint | undefined {
  const addresses = addressesNamed(name);
  if (addresses !== undefined) return outsider(name, 'world', exactly(addresses));
  const everywhere: Whereabouts = { candidates: [rangesOf(['0.0.0.0/0'])], knowledge: 'within' };
  if (name.startsWith('fqdn:')) return outsider(name, 'world', everywhere, name.slice('fqdn:'.length));
  if (name === 'world') return outsider(name, 'world', everywhere);
  if (name === 'host' || name === 'remote-node') return outsider(name, name, setting.nodes);
  if (name === 'kube-apiserver') return outsider(name, 'kube-apiserver', setting.apiServer);
  return strangerNamed(name, setting);
}

/** `203.0.113.0/24`, one address, or a block less others: `0.0.0.0/0 except 10.0.0.0/8, 169.254.169.254`. Undefined where it is none. */
export function addressesNamed(text: string): Addresses | undefined {
  const [block = '', except, ...rest] = text.split(' except ');
  const all = [block, ...(except?.split(/, */) ?? [])].map(parseCidr);
  const [first, ...taken] = all.flatMap((each) => each ?? []);
  return rest.length > 0 || first === undefined || taken.length + 1 < all.length ? undefined : without([first], taken);
}

/** Throws a TemperedError `invalid-cidr`. */
export function rangesOf(blocks: readonly string[]): Addresses {
  return blocks.map((each) => {
    const range = parseCidr(each);
    if (range === undefined) throw new TemperedError('invalid-cidr', `${each} is no CIDR block`, { hint: 'write it like 10.244.0.0/16' });
    return range;
  });
}
