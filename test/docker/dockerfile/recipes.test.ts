import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  goDockerfile,
  javaDockerfile,
  type NodePackageManager,
  nodeDockerfile,
  rustDockerfile,
  staticSiteDockerfile,
} from 'tempered/docker';
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
  expect(new Set(allowed)).toEqual(new Set(fromContext.map((name) => name.replace(/^go\.sum\*$/, 'go.sum'))));
  expect(dockerignore.split('\n')[1]).toBe('*');
});

test('install scripts of dependencies run only where they are asked for', () => {
  const images = { build: at('node:24'), run: at('node:24-slim') };
  const entrypoint = ['dist/server.js'];
  for (const packageManager of ['npm', 'pnpm', 'yarn-classic'] as const) {
    expect(nodeDockerfile({ entrypoint, images, packageManager }).dockerfile.match(/--ignore-scripts/g)).toHaveLength(2);
    expect(nodeDockerfile({ entrypoint, images, packageManager, allowInstallScripts: true }).dockerfile).not.toContain('--ignore-scripts');
  }
});

test.each([
  [['dist/main.js'], 'dist'],
  [['./dist/main.js'], 'dist'],
  [['/app/dist/main.js'], 'dist'],
  [['--enable-source-maps', 'dist/main.js'], 'dist'],
  [['--import', './telemetry/start.mjs', '-r', 'dotenv/config', '--max-old-space-size=256', 'dist/main.js'], 'dist'],
  [['--', 'dist/main.js', 'serve'], 'dist'],
  [['main.js'], 'main.js'],
])('%j runs from %s', (entrypoint, output) => {
  const { dockerfile } = nodeDockerfile({ entrypoint, images: { build: at('node:24'), run: at('node:24-slim') } });
  expect(dockerfile).toContain(`COPY --link --from=build /app/${output} ./${output}\n`);
});

test.each([[['-e', 'main()']], [['--enable-source-maps']], [['/srv/main.js']], [['../main.js']]])(
  'what %j runs from must be said',
  (entrypoint) => {
    const options = { entrypoint, images: { build: at('node:24'), run: at('node:24-slim') } };
    expect(() => nodeDockerfile(options)).toThrow(expect.objectContaining({ code: 'no-output' }));
    expect(nodeDockerfile({ ...options, output: 'lib' }).dockerfile).toContain('--from=build /app/lib ./lib\n');
  },
);

test('yarn runs no script of a package, checks its lock file, and finds it when it builds', () => {
  const images = { build: at('node:24'), run: at('node:24-slim') };
  const options = { entrypoint: ['dist/server.js'], images, packageManager: 'yarn' as const };
  const { dockerfile } = nodeDockerfile(options);
  expect(dockerfile).toContain('ENV YARN_ENABLE_SCRIPTS=false\n');
  expect(dockerfile.match(/"--immutable"/g)).toHaveLength(1);
  expect(dockerfile).toMatch(/source=yarn.lock,target=yarn.lock \\\n .*\.yarnrc.yml \\\n {4}\["yarn", "run", "build"]/);
  expect(nodeDockerfile({ ...options, build: false }).dockerfile.match(/"--immutable"/g)).toHaveLength(1);
  expect(nodeDockerfile({ ...options, allowInstallScripts: true }).dockerfile).toContain('ENV YARN_ENABLE_SCRIPTS=true\n');
  expect(nodeDockerfile({ ...options, npmrcSecret: 'yarnrc' }).dockerfile).toContain('id=yarnrc,target=/root/.yarnrc.yml,');
});

test('an image without the package manager is told which corepack to install', () => {
  const options = (version: number, packageManager: NodePackageManager, corepack?: string) => ({
    entrypoint: ['dist/server.js'],
    packageManager,
    ...(corepack !== undefined && { corepack }),
    images: { build: at(`node:${version}-slim`), run: at('node:24-slim') },
  });
  expect(nodeDockerfile(options(24, 'pnpm')).dockerfile).toContain('RUN ["corepack", "enable"]');
  expect(() => nodeDockerfile(options(25, 'pnpm'))).toThrow(expect.objectContaining({ code: 'no-corepack' }));
  expect(nodeDockerfile(options(26, 'pnpm', '0.34.6')).dockerfile).toMatch(/"npm", "install", .*"corepack@0.34.6"\]\n\nFROM/);
  expect(nodeDockerfile(options(25, 'yarn-classic')).dockerfile).not.toContain('corepack');
  expect(() => nodeDockerfile(options(26, 'yarn-classic'))).toThrow(/without yarn-classic/);
  expect(nodeDockerfile(options(26, 'npm')).dockerfile).not.toContain('corepack');
});

test('what else the installation reads is seen by it, and by no layer', () => {
  const options = {
    entrypoint: ['dist/server.js'],
    packageManager: 'pnpm' as const,
    installFiles: ['pnpm-workspace.yaml', './patches/'],
    images: { build: at('node:24'), run: at('node:24-slim') },
  };
  const { dockerfile, dockerignore } = nodeDockerfile(options);
  expect(dockerfile.match(/--mount=type=bind,source=patches,target=patches /g)).toHaveLength(3);
  expect(dockerfile).not.toMatch(/^COPY .*(patches|workspace)/m);
  expect(dockerignore).toContain('\n!pnpm-workspace.yaml\n!patches\n');
  expect(() => nodeDockerfile({ ...options, installFiles: ['.npmrc'] })).toThrow(expect.objectContaining({ code: 'credential-file' }));
});

test.each([
  ['gcr.io/distroless/nodejs24-debian13', '/nodejs/bin/node'],
  ['cgr.dev/chainguard/node:latest', '/usr/bin/node'],
  ['node:24-slim', '/usr/local/bin/node'],
])('%s has Node.js at %s', (image, node) => {
  const { dockerfile } = nodeDockerfile({ entrypoint: ['dist/server.js'], images: { build: at('node:24'), run: at(image) } });
  expect(dockerfile).toContain(`ENTRYPOINT ["${node}", `);
  expect(dockerfile).toContain(`CMD ["${node}", "-e", `);
});

test.each([
  ['gcr.io/distroless/java25-debian13', '/usr/bin/java'],
  ['cgr.dev/chainguard/jre:latest', '/usr/bin/java'],
  ['eclipse-temurin:25-jre-alpine', '/opt/java/openjdk/bin/java'],
])('%s has Java at %s', (image, java) => {
  const options = { jar: 'target/shop.jar', healthCheck: { command: ['/x'] } };
  const { dockerfile } = javaDockerfile({ ...options, images: { build: at('maven:3.9'), run: at(image) } });
  expect(dockerfile).toContain(`ENTRYPOINT ["${java}", `);
});

test('Gradle builds by its files in Groovy as in Kotlin, and by its wrapper', () => {
  const options = { jar: 'build/libs/shop.jar', healthCheck: { command: ['/x'] }, tool: 'gradle' as const };
  const images = { build: at('eclipse-temurin:25-jdk'), run: at('gcr.io/distroless/java25-debian13') };
  const { dockerfile } = javaDockerfile({ ...options, images });
  expect(dockerfile).toContain('COPY --link build.gradle* settings.gradle* gradle.lockfile ./\n');
  expect(dockerfile).toContain('["gradle", "--no-daemon", ');
  const wrapped = javaDockerfile({ ...options, images, wrapper: true });
  expect(wrapped.dockerfile).toContain('COPY --link gradlew ./gradlew\nCOPY --link gradle ./gradle\n');
  expect(wrapped.dockerfile).toContain('["./gradlew", "--no-daemon", ');
  expect(wrapped.dockerfile).toContain('--mount=type=cache,target=/var/cache/gradle/wrapper,');
  expect(wrapped.dockerignore).toContain('\n!gradlew\n!gradle\n');
  const maven = javaDockerfile({ ...options, tool: 'maven', images, wrapper: true, sources: ['shop', 'catalogue'] });
  expect(maven.dockerfile).toContain('COPY --link mvnw ./mvnw\nCOPY --link .mvn ./.mvn\nCOPY --link shop ./shop\n');
  expect(maven.dockerfile).toContain('["./mvnw", "--batch-mode", ');
  // What was built elsewhere before is no source.
  expect(maven.dockerignore).toContain('\nshop/target\ncatalogue/target\n');
});

test('a program in Go on nothing knows time zones; elsewhere the image does', () => {
  const options = { package: '.', healthCheck: { command: ['/app'] }, tags: ['netgo'] };
  const build = at('golang:1.26');
  expect(goDockerfile({ ...options, images: { build } }).dockerfile).toContain('"-tags=timetzdata,netgo"');
  const run = at('gcr.io/distroless/static-debian13');
  expect(goDockerfile({ ...options, images: { build, run } }).dockerfile).toContain('"-tags=netgo"');
});

test('a static site is unhealthy where its page is missing, and is asked without a proxy', () => {
  const check = (image: string) => staticSiteDockerfile({ images: { run: at(image) } }).dockerfile.match(/^HEALTHCHECK .* CMD (.*)$/m)?.[1];
  expect(check('nginxinc/nginx-unprivileged:1.29-alpine')).toMatch(/^\["\/usr\/bin\/wget", "-q", "-Y", "off", /);
  expect(check('nginxinc/nginx-unprivileged:1.29')).toMatch(/^\["\/usr\/bin\/curl", "-fsS", "--noproxy", "\*", /);
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
  expect(() => rustDockerfile({ ...options, images: { build: at('rust:1.91-trixie') } })).toThrow(/links the C library/);
  const run = at('gcr.io/distroless/cc-debian13');
  expect(rustDockerfile({ ...options, images: { build: at('rust:1.91-trixie'), run } }).dockerfile).toContain(`FROM ${run} AS run`);
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
