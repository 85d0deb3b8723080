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
      images: { build: at('node:24-trixie-slim'), run: at('gcr.io/distroless/nodejs24-debian13') },
    }),
  'node, nothing to build': () =>
    nodeDockerfile({
      entrypoint: ['src/server.mjs'],
      build: false,
      packageManager: 'yarn',
      npmrcSecret: 'npmrc',
      images: { build: at('node:24-trixie-slim'), run: at('node:24-trixie-slim') },
    }),
  'node, pnpm': () =>
    nodeDockerfile({
      entrypoint: ['dist/server.js', '--port=8080'],
      packageManager: 'pnpm',
      images: { build: at('node:24-alpine'), run: at('node:24-alpine') },
    }),
  'node, yarn': () =>
    nodeDockerfile({
      entrypoint: ['--enable-source-maps', './dist/server.js'],
      packageManager: 'yarn',
      installFiles: ['.yarn/releases'],
      corepack: '0.34.6',
      images: { build: at('node:26-trixie-slim'), run: at('cgr.dev/chainguard/node:latest') },
    }),
  'node, yarn 1': () =>
    nodeDockerfile({
      entrypoint: ['dist/server.js'],
      packageManager: 'yarn-classic',
      allowInstallScripts: true,
      images: { build: at('node:24-alpine'), run: at('node:24-alpine') },
    }),
  python: () =>
    pythonDockerfile({
      entrypoint: ['-m', 'gunicorn', '--bind=0.0.0.0:8080', 'shop:app'],
      images: { build: at('python:3.13-slim-trixie'), run: at('python:3.13-slim-trixie') },
    }),
  'python, uv': () =>
    pythonDockerfile({
      entrypoint: ['-m', 'shop'],
      images: { build: at('python:3.13-slim-trixie'), run: at('gcr.io/distroless/python3-debian13'), uv: at('ghcr.io/astral-sh/uv:0.9') },
    }),
  go: () => goDockerfile({ package: './cmd/shop', healthCheck, images: { build: at('golang:1.26-trixie') } }),
  'go, distroless': () =>
    goDockerfile({
      package: './cmd/shop',
      healthCheck: { none: 'ends by itself', expires: '2027-06-30' },
      images: { build: at('golang:1.26-trixie'), run: at('gcr.io/distroless/static-debian13') },
    }),
  rust: () => rustDockerfile({ binary: 'shop', healthCheck, images: { build: at('rust:1.91-alpine') } }),
  'java, maven': () =>
    javaDockerfile({
      jar: 'target/shop.jar',
      healthCheck: { command: ['/usr/bin/java', '-cp', '/app/app.jar', 'shop.Health'] },
      images: { build: at('maven:3.9-eclipse-temurin-25'), run: at('gcr.io/distroless/java25-debian13') },
    }),
  'java, gradle and jlink': () =>
    javaDockerfile({
      jar: 'build/libs/shop.jar',
      modules: ['java.base', 'java.net.http'],
      healthCheck: { command: ['/opt/jre/bin/java', '-cp', '/app/app.jar', 'shop.Health'] },
      settingsSecret: 'gradle',
      images: { build: at('gradle:9-jdk25'), run: at('gcr.io/distroless/java-base-debian13') },
    }),
  'java, modules by the wrapper': () =>
    javaDockerfile({
      jar: 'shop/build/libs/shop.jar',
      tool: 'gradle',
      wrapper: true,
      sources: ['shop', 'catalogue', 'gradle'],
      healthCheck: { command: ['/opt/java/openjdk/bin/java', '-cp', '/app/app.jar', 'shop.Health'] },
      images: { build: at('eclipse-temurin:25-jdk'), run: at('eclipse-temurin:25-jre-alpine') },
    }),
  dotnet: () =>
    dotnetDockerfile({
      project: 'src/Shop/Shop.csproj',
      healthCheck: { command: ['/usr/bin/dotnet', '/app/Shop.dll', '--health'] },
      images: { build: at('mcr.microsoft.com/dotnet/sdk:10.0'), run: at('mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled') },
    }),
  'static site, Debian': () =>
    staticSiteDockerfile({ site: 'dist/shop', healthPath: '/health.txt', images: { run: at('nginxinc/nginx-unprivileged:1.29') } }),
  'static site': () => staticSiteDockerfile({ images: { run: at('nginxinc/nginx-unprivileged:1.29-alpine') } }),
};
