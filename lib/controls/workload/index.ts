export * from './history-limits';
export * from './job-time-limits';
export * from './mismatching-selector';
export * from './naked-pod';
export * from './priority-class';
export * from './rolling-update';
export * from './termination-grace';
