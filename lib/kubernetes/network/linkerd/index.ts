export { linkerd } from './linkerd';
export type { LinkerdProps } from './props';
