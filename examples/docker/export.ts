import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as docker from 'tempered/docker';
import { storefront, workerHealth } from './storefront';

/** The same without Pulumi: a file for `docker compose up`, and the image of one service. */
export function writeFiles(folder: string): void {
  writeFileSync(join(folder, 'compose.yaml'), storefront().toCompose());
  const { dockerfile, dockerignore } = worker();
  writeFileSync(join(folder, 'worker.Dockerfile'), dockerfile);
  // BuildKit reads the one that has the name of the Dockerfile.
  writeFileSync(join(folder, 'worker.Dockerfile.dockerignore'), dockerignore);
}

/** The worker is in Go: built with everything pinned, run from an image that holds the program and nothing else. */
export function worker(): docker.GeneratedDockerfile {
  return docker.goDockerfile({
    package: './cmd/worker',
    // It takes its work from the database; nobody connects to it.
    port: 'none',
    images: { build: 'golang:1.25-bookworm@sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11' },
    healthCheck: workerHealth,
  });
}

if (require.main === module) writeFiles(__dirname);
