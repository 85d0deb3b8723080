import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine';
import { SECRET, shop } from './shop';

/** Runs the stack by `docker stack deploy` on a Swarm of this one engine. */
export async function runBySwarm(engine: Engine): Promise<(service: string) => string> {
  const stack = shop();
  writeFileSync(join(engine.folder, 'password'), SECRET, { mode: 0o444 });
  writeFileSync(join(engine.folder, 'stack.yaml'), stack.toSwarm());
  await engine.client('docker', ['swarm', 'init', '--advertise-addr', '127.0.0.1']);
  await engine.client('docker', ['stack', 'deploy', '--resolve-image', 'never', '--compose-file', 'stack.yaml', 'shop']);
  const tasks = new Map<string, string>();
  for (let seconds = 0; tasks.size < stack.services.length; seconds++) {
    if (seconds === 60)
      throw new Error(`not all services run after a minute\n${await engine.client('docker', ['stack', 'ps', '--no-trunc', 'shop'])}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const { Id, Labels } of await engine.docker.listContainers({
      filters: { status: ['running'], label: ['com.docker.swarm.service.name'] },
    }))
      tasks.set((Labels['com.docker.swarm.service.name'] ?? '').replace('shop_', ''), Id);
  }
  return (service) => tasks.get(service) ?? '';
}
