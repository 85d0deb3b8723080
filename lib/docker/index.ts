export * from './dockerfile';
