import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine';
import { SECRET, shop } from './shop';

/** Runs the stack by the real docker-compose. A service's container has the name that this gives for it. */
export async function runByCompose(engine: Engine): Promise<(service: string) => string> {
  writeFileSync(join(engine.folder, 'password'), SECRET, { mode: 0o444 });
  writeFileSync(join(engine.folder, 'compose.yaml'), shop().toCompose());
  await engine.client('docker-compose', ['-f', 'compose.yaml', 'up', '--detach', '--no-build', '--pull', 'never']);
  return (service) => `shop-${service}-1`;
}
