export { auditRules } from './audit-rules';
export { type ClientSettings, clientConfig, clientEnvironment } from './client-settings';
export { DaemonConfig, type DaemonConfigOptions, type DaemonIsolation, daemonConfig } from './daemon-config';
export type { AddressPool, DaemonSettings, DaemonUlimit } from './daemon-settings';
export { HostFiles, hostFiles } from './host-files';
export { type RootlessOptions, rootlessSetup } from './rootless-setup';
export { serviceDropIn, socketDropIn } from './systemd-units';
