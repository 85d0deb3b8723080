import { closest, distance } from 'fastest-levenshtein';
import { TemperedError } from '../errors';
import * as compose from './compose';
import * as container from './container';
import type { Control } from './control';
import * as dockerContainer from './docker-container';
import * as dockerDaemon from './docker-daemon';
import * as dockerfile from './dockerfile';
import * as image from './image';
import * as ingress from './ingress';
import * as namespace from './namespace';
import * as network from './network';
import * as pod from './pod';
import * as rbac from './rbac';
import * as secret from './secret';
import * as service from './service';
import * as storage from './storage';
import * as workload from './workload';

const families = {
  ...container,
  ...pod,
  ...workload,
  ...image,
  ...storage,
  ...network,
  ...namespace,
  ...rbac,
  ...service,
  ...ingress,
  ...secret,
  ...dockerContainer,
  ...compose,
  ...dockerfile,
  ...dockerDaemon,
};

type Catalogue = (typeof families)[keyof typeof families];

/** The id of a control. */
export type ControlId = Catalogue['id'];

/** What a profile may set of a control. */
export type ParametersOf<Id extends ControlId> = Extract<Catalogue, { readonly id: Id }>['parameters'];

/** Every control, family by family. */
export const CATALOGUE: readonly Control<ControlId>[] = Object.values(families);

const byId = new Map<string, Control<ControlId>>(CATALOGUE.map((each) => [each.id, each]));

/** Whether there is a control of that id. */
export function isControlId(id: string): id is ControlId {
  return byId.has(id);
}

/**
 * The control of that id.
 *
 * @throws a TemperedError `unknown-control` that names the nearest one
 */
export function controlById(id: string): Control<ControlId> {
  const found = byId.get(id);
  if (found === undefined) throw unknownControl(id);
  return found;
}

/** The error for an id that no control has. */
export function unknownControl(id: string): TemperedError {
  const nearest = closest(id, [...byId.keys()]);
  // Farther than a slip, a guess says nothing.
  const meant = distance(id, nearest) > Math.max(3, id.length / 3) ? '' : `; did you mean "${nearest}"?`;
  return new TemperedError('unknown-control', `there is no control "${id}"${meant}`, {
    hint: '`tempered controls` lists all of them',
  });
}
