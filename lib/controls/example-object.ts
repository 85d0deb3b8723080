import type { Example } from './control';
import { dockerContainer } from './docker/container';
import type { Json } from './requirement';

/** An image that passes every image control: named registry, version and digest. */
export const EXAMPLE_IMAGE = 'registry.example/web:1.0.0@sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

/** The whole object of an example: a Pod named `example` around a pod's spec, a container named `web` of a Docker engine. */
export function exampleObject(example: Example): Json {
  if ('object' in example) return example.object;
  if ('docker' in example)
    return dockerContainer({
      metadata: { name: 'web' },
      declaredBy: 'compose',
      imageKnowledge: 'assumed',
      image: EXAMPLE_IMAGE,
      ...example.docker,
    });
  const { containers = [{}], initContainers, ephemeralContainers, ...spec } = example.pod;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'example', ...(example.annotations && { annotations: example.annotations }) },
    spec: {
      ...spec,
      containers: completed(containers, 'web'),
      ...(initContainers && { initContainers: completed(initContainers, 'setup') }),
      ...(ephemeralContainers && { ephemeralContainers: completed(ephemeralContainers, 'debug') }),
    },
  };
}

function completed(containers: readonly Json[], name: string): readonly Json[] {
  return containers.map((container, index) => ({ name: index === 0 ? name : `${name}-${index}`, image: EXAMPLE_IMAGE, ...container }));
}
