export { allowAllNetworkPolicy } from './allow-all-network-policy';
export { cloudMetadataAccess } from './cloud-metadata-access';
export { defaultDeny } from './default-deny';
export { ingressAndEgressIsolation } from './ingress-and-egress-isolation';
export { networkPolicy } from './network-policy';
export { networkPolicyEmptyPeerSelector } from './network-policy-empty-peer-selector';
