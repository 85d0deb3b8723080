import type * as docker from '@pulumi/docker';
import { normalisePulumiContainer, normalisePulumiService } from '../../containers/pulumi';
import type { DockerContainer } from '../../controls/docker/container';
import { isObject, type Json } from '../../controls/requirement';
import { applyEdit, isEdit } from '../../engine/apply-fix';
import { type HealthCheck, timesOf } from '../health-check';

/** The arguments of a `docker.Container` that say what the container does. */
export function containerArguments(container: DockerContainer, healthCheck: HealthCheck | undefined): docker.ContainerArgs {
  const args = argumentsOf(container, normalisePulumiContainer);
  return { ...args, ...timed(args, healthCheck), image: container.image ?? '' };
}

/** The arguments of a `docker.Service` that say what the container does. */
export function serviceArguments(container: DockerContainer, healthCheck: HealthCheck | undefined, replicas: number) {
  const { taskSpec, ...args } = argumentsOf(container, normalisePulumiService);
  const containerSpec: Json = isObject(taskSpec) && isObject(taskSpec.containerSpec) ? taskSpec.containerSpec : {};
  return {
    ...args,
    mode: { replicated: { replicas } },
    taskSpec: { ...taskSpec, containerSpec: { ...containerSpec, ...timed(containerSpec, healthCheck), image: container.image ?? '' } },
  };
}

function argumentsOf(container: DockerContainer, normalise: typeof normalisePulumiContainer): Json {
  const { object, written } = normalise(container.metadata.name, {});
  const args: Json = {};
  for (const fix of written.changes(object, container as DockerContainer & Json).flatMap((change) => change.fixes))
    if (isEdit(fix)) applyEdit(args, fix);
  const labels = Object.entries(container.metadata.annotations ?? {}).map(([label, value]) => ({ label, value }));
  return { ...args, ...(labels.length > 0 && { labels }) };
}

function timed(written: Json, healthCheck: HealthCheck | undefined): Json {
  if (healthCheck === undefined) return {};
  const { interval, timeout, retries, startPeriod } = timesOf(healthCheck);
  return {
    healthcheck: { ...written.healthcheck, interval: `${interval}s`, timeout: `${timeout}s`, retries, startPeriod: `${startPeriod}s` },
  };
}
