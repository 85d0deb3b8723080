export * from './dockerfile';
export * from './seccomp';
