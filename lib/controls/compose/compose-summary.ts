import type { ComposeFile, ComposeServiceSummary } from '../docker/objects';
import type { Json } from '../requirement';

/** A service of a Compose file with its name. */
export type NamedService = readonly [name: string, service: ComposeServiceSummary];

/** The services of a Compose file, in its order. */
export function servicesOf(file: Json): readonly NamedService[] {
  return Object.entries((file as unknown as ComposeFile).services ?? {});
}

/** A whole Compose file for an example, out of what matters of its services. */
export function exampleComposeFile(
  services: Readonly<Record<string, Partial<ComposeServiceSummary>>>,
  rest: Partial<Omit<ComposeFile, 'services'>> = {},
): Json {
  const whole = Object.entries(services).map(([name, service]) => [name, { networks: ['default'], ports: [], ...service }]);
  return {
    apiVersion: 'docker/v1',
    kind: 'ComposeFile',
    metadata: { name: 'compose.yaml' },
    runBy: 'compose',
    services: Object.fromEntries(whole),
    ...rest,
  };
}
