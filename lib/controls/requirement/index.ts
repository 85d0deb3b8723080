export * from './combinators';
export * from './finding';
export { compareQuantities } from './quantity';
export { always, type Cel, hasCel, type KindRef, mapRules, type NoCel, type Requirement, type Rule } from './rule';
export * from './scopes';
export * from './subject';
export * from './values';
export { malformed, unknown } from './walk';
