import { isObject, type Json } from '../../lib/controls/requirement';
import { STAND_IN } from './cluster-node';
import { PORTS } from './connections';

/**
 * The objects as they are, except that each container runs the stand-in, that there is one pod of each workload, and that a job does not
 * end. What hardening says of the pods stays.
 */
export function withStandIns(objects: readonly Json[]): readonly Json[] {
  return objects.map((object) => replaced(structuredClone(object)));
}

function replaced(object: Json): Json {
  if (object.kind === 'CronJob') {
    // Nobody waits for three in the night.
    const { apiVersion, metadata, spec } = { apiVersion: 'batch/v1', metadata: object.metadata, spec: object.spec.jobTemplate.spec };
    return replaced({ apiVersion, kind: 'Job', metadata: { name: metadata.name, namespace: metadata.namespace }, spec });
  }
  const template = object.kind === 'Pod' ? object : object.spec?.template;
  if (!isObject(template) || !isObject(template.spec)) return object;
  if (typeof object.spec.replicas === 'number') object.spec.replicas = 1;
  for (const container of [...(template.spec.containers ?? []), ...(template.spec.initContainers ?? [])]) {
    container.image = STAND_IN;
    container.imagePullPolicy = 'Never'; // no registry has it
    container.command = ['/bin/stand-in', ...PORTS];
    delete container.args;
  }
  return object;
}
