export * from './annotations';
export * from './container-resource';
export * from './containers';
export * from './effective';
export * from './inherited';
export * from './object';
export * from './pod';
