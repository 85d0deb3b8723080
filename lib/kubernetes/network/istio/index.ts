export { istio } from './istio';
export type { IstioProps, OutsideBlock } from './props';
