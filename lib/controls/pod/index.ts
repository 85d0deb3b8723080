export * from './host-ipc';
export * from './host-network';
export * from './host-path-volume';
export * from './host-pid';
export * from './restricted-volume-types';
export * from './unsafe-sysctls';
