export * from './default-namespace';
export * from './kube-system-namespace';
export * from './limit-range';
export * from './pod-security-labels';
export * from './pod-security-version';
export * from './resource-quota';
