export * from './annotations';
export * from './containers';
export * from './inherited';
export * from './object';
export * from './pod';
