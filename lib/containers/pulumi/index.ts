export { canonicalCapability } from './capability';
export { normalisePulumiContainer } from './container';
export { normalisePulumiService } from './service';
