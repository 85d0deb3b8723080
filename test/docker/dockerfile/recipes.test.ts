import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goDockerfile, nodeDockerfile, rustDockerfile, staticSiteDockerfile } from 'tempered/docker';
import { at, RECIPES } from './recipes';

const all = Object.entries(RECIPES).map(([name, make]) => [name, make()] as const);
const lastStage = (dockerfile: string) => dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

test.each(all)('%s: the promise', (_, { dockerfile, dockerignore }) => {
  expect(`${dockerfile}\n---\n${dockerignore}`).toMatchSnapshot();
});

test.each(all)('%s: ends as a user by number, with one health check, started without a shell', (_, { dockerfile }) => {
  const last = lastStage(dockerfile);
  expect(last.match(/^USER .*/gm)).toEqual(['USER 65532:65532']);
  expect(last.match(/^HEALTHCHECK /gm)).toHaveLength(1);
  expect(last).toMatch(/^ENTRYPOINT \["\//m);
  expect(last).not.toMatch(/^RUN /m);
});

test.each(all)('%s: every image is named by its digest', (_, { dockerfile }) => {
  const stages = new Set(['scratch', ...[...dockerfile.matchAll(/ AS (\S+)$/gm)].map(([, name = '']) => name)]);
  const images = [...dockerfile.matchAll(/(?:^FROM |--from=)(\S+)/gm)].map(([, image = '']) => image).filter((image) => !stages.has(image));
  for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
});

test.each(all)('%s: the build context holds what is copied, and no more', (_, { dockerfile, dockerignore }) => {
  const allowed = [...dockerignore.matchAll(/^!(.*)$/gm)].map(([, name]) => name);
  const fromContext = [
    ...[...dockerfile.matchAll(/^COPY --link ((?!<<|--from).*) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' ')),
    ...[...dockerfile.matchAll(/type=bind,source=([^,]+)/g)].map(([, source = '']) => source),
  ];
  expect(new Set(allowed)).toEqual(new Set(fromContext));
  expect(dockerignore.split('\n')[1]).toBe('*');
});

test('install scripts of dependencies run only where they are asked for', () => {
  const images = { build: at('node:22'), run: at('node:22-slim') };
  const entrypoint = ['dist/server.js'];
  for (const packageManager of ['npm', 'pnpm', 'yarn-classic'] as const) {
    expect(nodeDockerfile({ entrypoint, images, packageManager }).dockerfile.match(/--ignore-scripts/g)).toHaveLength(2);
    expect(nodeDockerfile({ entrypoint, images, packageManager, allowInstallScripts: true }).dockerfile).not.toContain('--ignore-scripts');
  }
});

test('a token of a registry is seen by the installation alone, and fails the build where it is missing', () => {
  const { dockerfile } = nodeDockerfile({
    entrypoint: ['dist/server.js'],
    npmrcSecret: 'npmrc',
    images: { build: at('node:22'), run: at('node:22-slim') },
  });
  expect(dockerfile.match(/--mount=type=secret,id=npmrc,target=\/root\/.npmrc,required=true/g)).toHaveLength(2);
  expect(dockerfile).not.toMatch(/^(COPY|ADD) .*npmrc/m);
});

test('a program that needs a C library is not put where there is none', () => {
  const options = { binary: 'shop', healthCheck: { command: ['/app', '--health'] } };
  expect(() => rustDockerfile({ ...options, images: { build: at('rust:1.91-bookworm') } })).toThrow(/links the C library/);
  const run = at('gcr.io/distroless/cc-debian12');
  expect(rustDockerfile({ ...options, images: { build: at('rust:1.91-bookworm'), run } }).dockerfile).toContain(`FROM ${run} AS run`);
  expect(rustDockerfile({ ...options, static: true, images: { build: at('ours/rust') } }).dockerfile).toContain('FROM scratch AS run');
});

test('a server that is not root does not listen below 1024', () => {
  expect(() => staticSiteDockerfile({ port: 80, images: { run: at('nginxinc/nginx-unprivileged:1.29') } })).toThrow(/listens above 1023/);
});

test('a recipe says no to root, and keeps the reason where it is waived', () => {
  const options = { package: '.', user: '0:0', healthCheck: { command: ['/app'] }, images: { build: at('golang:1.25') } };
  expect(() => goDockerfile(options)).toThrow(/user 0:0 is root/);
  const waivers = [{ control: 'dockerfile-user', reason: 'binds a raw socket', expires: '2027-01-31' }] as const;
  expect(goDockerfile({ ...options, waivers }).dockerfile).toContain(
    '# waive.tempered/dockerfile-user: {"reason":"binds a raw socket","expires":"2027-01-31"}\n',
  );
});

test('both files are written beside each other, and not over what somebody wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-'));
  try {
    writeFileSync(join(folder, '.dockerignore'), 'mine\n');
    const made = goDockerfile({ package: '.', healthCheck: { command: ['/app', '--health'] }, images: { build: at('golang:1.25') } });
    expect(() => made.write(folder)).toThrow(/\.dockerignore: there already/);
    expect(made.write(folder, { overwrite: true })).toEqual([join(folder, 'Dockerfile'), join(folder, '.dockerignore')]);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(made.dockerfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a worker that listens on nothing exposes nothing, and is asked by a command', () => {
  const healthCheck = { command: ['/app', 'health'] };
  const { dockerfile } = goDockerfile({ package: './cmd/worker', port: 'none', images: { build: at('golang:1.25') }, healthCheck });
  expect(dockerfile).not.toContain('EXPOSE');
  expect(dockerfile).toContain('CMD ["/app", "health"]');
  const images = { build: at('node:22'), run: at('node:22-slim') };
  expect(() => nodeDockerfile({ entrypoint: ['worker.js'], images, port: 'none' })).toThrow(/nothing to ask over HTTP/);
  expect(nodeDockerfile({ entrypoint: ['worker.js'], images, port: 'none', healthCheck }).dockerfile).not.toContain('EXPOSE');
});
