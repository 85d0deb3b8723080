export { defaultDeny } from './default-deny';
export { ingressAndEgressIsolation } from './ingress-and-egress-isolation';
export { networkPolicy } from './network-policy';
export { networkPolicyEmptyPeerSelector } from './network-policy-empty-peer-selector';
