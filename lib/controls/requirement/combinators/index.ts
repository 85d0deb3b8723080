export * from './adjust';
export * from './all';
export * from './custom';
export * from './unless';
export * from './versions';
