export * from './emptydir-size-limit';
