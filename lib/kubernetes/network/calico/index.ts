export type { CalicoProps } from './calico';
export { calico } from './calico';
export type { CalicoTier } from './tier';
