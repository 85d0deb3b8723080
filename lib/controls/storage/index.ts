export * from './emptydir-size-limit';
export * from './flex-volume';
export * from './inline-csi-volume';
export * from './persistent-volume-host-path';
export * from './storage-encryption';
export * from './volume-access-mode';
export * from './volume-claim-size';
