import { TemperedError } from '../../errors';
import type { TenantNamespaceProps } from './tenant-namespace';
import type { TenantNetworkProps } from './tenant-network';
import type { TenantQuota } from './tenant-quota';
import { SECRET_SOURCES, TENANT_ROLES } from './tenant-roles';

/** Each of the names once, or it does not compile. */
type NamesOf<T> = Readonly<Record<keyof Required<T>, true>>;

const PROPS: NamesOf<TenantNamespaceProps> = {
  name: true,
  owner: true,
  contact: true,
  labels: true,
  podSecurity: true,
  podSecurityVersion: true,
  quota: true,
  members: true,
  secrets: true,
  network: true,
  sandbox: true,
};
const QUOTA: NamesOf<TenantQuota> = {
  cpuRequests: true,
  cpuLimits: true,
  memoryRequests: true,
  memoryLimits: true,
  storage: true,
  ephemeralStorage: true,
  pods: true,
};
const NETWORK: NamesOf<TenantNetworkProps> = { ingressFrom: true, within: true, resolver: true, dialect: true, ownPolicies: true };

/**
 * What the compiler refuses already, for props that no compiler saw: a misspelt one would be passed over, and a tenant be wider than meant.
 *
 * @throws a TemperedError `unknown-option` with what there is
 */
export function checkTenantProps(props: TenantNamespaceProps, place: string): void {
  const { podSecurity, podSecurityVersion, network } = props;
  known(place, 'property', Object.keys(props), Object.keys(PROPS));
  known(place, 'property of "quota"', Object.keys(props.quota ?? {}), Object.keys(QUOTA));
  known(place, 'property of "network"', Object.keys(network ?? {}), Object.keys(NETWORK));
  known(place, 'role of "members"', Object.keys(props.members ?? {}), TENANT_ROLES);
  known(place, 'value of "secrets"', props.secrets ?? [], SECRET_SOURCES);
  known(place, 'value of "podSecurity"', podSecurity === undefined ? [] : [podSecurity], ['restricted', 'baseline']);
  known(place, 'value of "network.dialect"', network?.dialect === undefined ? [] : [network.dialect], ['cilium', 'calico']);
  if (podSecurityVersion !== undefined && !/^(?:latest|v1\.\d+)$/.test(podSecurityVersion))
    throw new TemperedError('unknown-option', `${place}: "${podSecurityVersion}" is no version of Pod Security: write v1.30, or latest`);
}

function known(place: string, what: string, given: readonly string[], there: readonly string[]): void {
  for (const each of given)
    if (!there.includes(each))
      throw new TemperedError('unknown-option', `${place}: "${each}" is no ${what}: there are ${there.join(', ')}`);
}
