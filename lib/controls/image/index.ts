export * from './allowed-registries';
export * from './deprecated-registry';
export * from './image-digest';
export * from './image-pull-policy';
export * from './image-tag';
