export * from './adjust';
export * from './all';
export * from './concealing';
export * from './custom';
export * from './only-where';
export * from './unless';
export * from './versions';
