import { isObject, type Json } from '../../lib/controls/requirement';
import type { ApiServer } from '../judges/api-server';
import { generatedWorkloads } from '../pods/generated-workload';

const labels = { app: 'web' };

/** What a server demands of a pod for other reasons than its safety. */
function completed(pod: Json, restartPolicy: string | undefined): Json {
  const { ephemeralContainers: _added, ...spec } = pod.spec; // those are added to a pod that is there
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...spec, ...(restartPolicy !== undefined && { restartPolicy }) } };
}

/** The same workload with what its kind needs. */
function completedWorkload(object: Json): Json {
  const { kind, spec, template } = object;
  if (kind === 'Pod') return completed(object, undefined);
  if (isObject(template)) return { ...object, template: completed(template, undefined) };
  if (isObject(spec?.jobTemplate)) {
    const job = { template: completed(spec.jobTemplate.spec.template, 'Never') };
    return { ...object, spec: { ...spec, jobTemplate: { spec: job } } };
  }
  const { selector, ...rest } = spec;
  const selecting =
    kind === 'ReplicationController' ? { selector: labels } : selector === undefined ? {} : { selector: { matchLabels: labels } };
  const serviceName = kind === 'StatefulSet' ? { serviceName: 'web' } : {};
  return {
    ...object,
    spec: { ...rest, ...selecting, ...serviceName, template: completed(spec.template, kind === 'Job' ? 'Never' : undefined) },
  };
}

/** Generated workloads that the server has nothing against where no policy holds, so that only policies can refuse them. */
export async function acceptableWorkloads(server: ApiServer, namespace: string, count: number, seed: number): Promise<readonly Json[]> {
  const found: Json[] = [];
  for (const each of generatedWorkloads(count * TRIES, seed)) {
    if (found.length === count) break;
    const object = completedWorkload(each);
    const { status } = await server.create(object, namespace, { dryRun: true });
    if (status === 201) found.push(object);
  }
  if (found.length < count) throw new Error(`the server accepts only ${found.length} of ${count * TRIES} generated workloads`);
  return found;
}

/** So many are made for one that is a valid object. */
const TRIES = 12;
