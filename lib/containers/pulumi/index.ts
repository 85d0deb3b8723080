export { canonicalCapability } from './capability';
export { normalisePulumiContainer } from './container';
export { normalisePulumiNetwork } from './network';
export { normalisePulumiService } from './service';
export { normalisePulumiVolume } from './volume';
