export { type EngineDefaults, engineContainer, imageConfigOf, nameOf } from './container';
export { boundVolumes } from './mounts';
export { exposedPorts } from './ports';
export { engineService, type SwarmKnowledge } from './service';
