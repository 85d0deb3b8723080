import type { Attack } from '../attack';
import { FILES } from './files';
import { KERNEL } from './kernel';
import { NETWORK } from './network';
import { PROCESSES } from './processes';
import { RESOURCES } from './resources';

/** Every attack, by what it is on. */
export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  'Files, devices and mounts': FILES,
  'The kernel': KERNEL,
  'Other processes and the engine': PROCESSES,
  'The network': NETWORK,
  'More than its share': RESOURCES,
};
