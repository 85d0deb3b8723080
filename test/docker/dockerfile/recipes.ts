import {
  dotnetDockerfile,
  type GeneratedDockerfile,
  goDockerfile,
  javaDockerfile,
  nodeDockerfile,
  type PinnedImage,
  pythonDockerfile,
  rustDockerfile,
  staticSiteDockerfile,
} from 'tempered/docker';

/** A digest that only looks like one: nothing here is pulled. */
export const at = (image: string): PinnedImage => `${image}@sha256:${'0123456789abcdef'.repeat(4)}`;

const healthCheck = { command: ['/app', '--health'] };

/** Every recipe as a user would first type it, and its variants. */
export const RECIPES: Readonly<Record<string, () => GeneratedDockerfile>> = {
  node: () =>
    nodeDockerfile({
      entrypoint: ['dist/server.js'],
      images: { build: at('node:22-bookworm-slim'), run: at('gcr.io/distroless/nodejs22-debian12') },
    }),
  'node, nothing to build': () =>
    nodeDockerfile({
      entrypoint: ['src/server.mjs'],
      build: false,
      packageManager: 'yarn',
      npmrcSecret: 'npmrc',
      images: { build: at('node:22-bookworm-slim'), run: at('node:22-bookworm-slim') },
    }),
  'node, pnpm': () =>
    nodeDockerfile({
      entrypoint: ['dist/server.js', '--port=8080'],
      packageManager: 'pnpm',
      images: { build: at('node:22-alpine'), run: at('node:22-alpine') },
    }),
  'node, yarn 1': () =>
    nodeDockerfile({
      entrypoint: ['dist/server.js'],
      packageManager: 'yarn-classic',
      allowInstallScripts: true,
      images: { build: at('node:22-alpine'), run: at('node:22-alpine') },
    }),
  python: () =>
    pythonDockerfile({
      entrypoint: ['-m', 'gunicorn', '--bind=0.0.0.0:8080', 'shop:app'],
      images: { build: at('python:3.13-slim'), run: at('python:3.13-slim') },
    }),
  'python, uv': () =>
    pythonDockerfile({
      entrypoint: ['-m', 'shop'],
      images: { build: at('python:3.11-slim'), run: at('gcr.io/distroless/python3-debian12'), uv: at('ghcr.io/astral-sh/uv:0.9') },
    }),
  go: () => goDockerfile({ package: './cmd/shop', healthCheck, images: { build: at('golang:1.25-bookworm') } }),
  'go, distroless': () =>
    goDockerfile({
      package: './cmd/shop',
      healthCheck: { none: 'ends by itself', expires: '2027-06-30' },
      images: { build: at('golang:1.25-bookworm'), run: at('gcr.io/distroless/static-debian12') },
    }),
  rust: () => rustDockerfile({ binary: 'shop', healthCheck, images: { build: at('rust:1.91-alpine') } }),
  'java, maven': () =>
    javaDockerfile({
      jar: 'target/shop.jar',
      healthCheck: { command: ['/usr/bin/java', '-cp', '/app/app.jar', 'shop.Health'] },
      images: { build: at('maven:3.9-eclipse-temurin-21'), run: at('gcr.io/distroless/java21-debian12') },
    }),
  'java, gradle and jlink': () =>
    javaDockerfile({
      jar: 'build/libs/shop.jar',
      modules: ['java.base', 'java.net.http'],
      healthCheck: { command: ['/opt/jre/bin/java', '-cp', '/app/app.jar', 'shop.Health'] },
      settingsSecret: 'gradle',
      images: { build: at('gradle:9-jdk21'), run: at('gcr.io/distroless/java-base-debian12') },
    }),
  dotnet: () =>
    dotnetDockerfile({
      project: 'src/Shop/Shop.csproj',
      healthCheck: { command: ['/usr/bin/dotnet', '/app/Shop.dll', '--health'] },
      images: { build: at('mcr.microsoft.com/dotnet/sdk:10.0'), run: at('mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled') },
    }),
  'static site': () => staticSiteDockerfile({ images: { run: at('nginxinc/nginx-unprivileged:1.29-alpine') } }),
};
