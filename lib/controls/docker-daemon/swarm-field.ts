import { DOCKER, type Swarm } from '../docker/objects';
import { docker, type Emit, isObject, type Json, type Requirement, UNSEEN } from '../requirement';

/** A rule over fields of a Swarm; one that could not be seen makes the verdict unknown, with the reason. */
export function swarmRule(fields: readonly (keyof Swarm)[], prose: string, evaluate: (swarm: Json, emit: Emit) => boolean): Requirement {
  return docker({
    kinds: [DOCKER.swarm],
    prose,
    evaluate: (swarm, emit) => {
      const hidden = fields.filter((field) => {
        const reason: unknown = isObject(swarm.unseen) ? swarm.unseen[field] : undefined;
        if (typeof reason !== 'string') return false;
        emit({ verdict: 'unknown', path: [field], actual: UNSEEN, expected: prose, fix: { op: 'manual', instructions: reason } });
        return true;
      });
      return hidden.length > 0 || evaluate(swarm, emit);
    },
  });
}

/** A Swarm of an example, seen by a manager. */
export function exampleSwarm(fields: Partial<Swarm>): { readonly object: Json } {
  return { object: { apiVersion: 'docker/v1', kind: 'Swarm', metadata: { name: 'node-1' }, manager: true, ...fields } };
}
