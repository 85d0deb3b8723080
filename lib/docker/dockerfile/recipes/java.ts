import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { PinnedImage } from '../pinned-image';
import { copySources, finish, generated, type HealthCheckOptions, type RecipeOptions } from './recipe';

/** A program on the Java virtual machine, as one jar that starts. */
export interface JavaDockerfileOptions extends RecipeOptions, HealthCheckOptions {
  /** The jar that the build makes, without a version in its name: `target/shop.jar`, `build/libs/shop.jar`, `shop/target/shop.jar`. */
  readonly jar: string;
  /** The images, by digest. */
  readonly images: {
    /**
     * With a JDK and the build tool: `maven:3.9-eclipse-temurin-25@sha256:…`, `gradle:9-jdk25@sha256:…`; for a wrapper a JDK alone:
     * `eclipse-temurin:25-jdk@sha256:…`.
     */
    readonly build: PinnedImage;
    /**
     * With a Java runtime at least as new as the JDK (`gcr.io/distroless/java25-debian13@sha256:…`), or with `modules` only what such
     * a runtime needs (`gcr.io/distroless/java-base-debian13@sha256:…`).
     */
    readonly run: PinnedImage;
  };
  /**
   * `gradle` with `gradle.lockfile` (dependency locking) and the build and settings files, in Groovy or Kotlin; `maven` with `pom.xml`.
   *
   * @default - `gradle` where the build image has that name, else `maven`
   */
  readonly tool?: 'maven' | 'gradle';
  /**
   * Builds by the wrapper of the source: `gradlew` with the folder `gradle`, or `mvnw` with `.mvn`. It downloads the build tool; give it
   * a `distributionSha256Sum` in its properties, since nothing else checks what comes.
   *
   * @default false: the build tool of the image
   */
  readonly wrapper?: boolean;
  /**
   * The modules that a runtime is made of by jlink: `['java.base', 'java.net.http', 'jdk.crypto.ec']`. What is not in it cannot be
   * used by an attacker either.
   *
   * @default - none: the runtime of the image
   */
  readonly modules?: readonly string[];
  /** Arguments of the virtual machine. Default: three quarters of the memory limit for the heap, and an end where that is not enough. */
  readonly jvmArguments?: readonly string[];
  /** Arguments of the program. Default: none. */
  readonly arguments?: readonly string[];
  /**
   * The name of the build secret that holds a `settings.xml` (Maven) or `gradle.properties` with the login of a private repository.
   *
   * @default - no secret
   */
  readonly settingsSecret?: string;
  /**
   * Where Java is in the image that runs.
   *
   * @default - `/opt/java/openjdk/bin/java` in an image of Temurin, else `/usr/bin/java`; with `modules` the runtime that jlink made
   */
  readonly java?: string;
}

const GRADLE_HOME = '/var/cache/gradle';

const TOOLS = {
  maven: {
    files: ['pom.xml'],
    caches: ['/root/.m2/repository'],
    settings: '/root/.m2/settings.xml',
    env: {},
    output: 'target',
    program: 'mvn',
    arguments: ['--batch-mode', '--no-transfer-progress', '--strict-checksums', 'package', '-DskipTests'],
    wrapper: { program: './mvnw', files: ['mvnw', '.mvn'], cache: '/root/.m2/wrapper' },
  },
  gradle: {
    // In Groovy (`build.gradle`) or in Kotlin (`build.gradle.kts`).
    files: ['build.gradle*', 'settings.gradle*', 'gradle.lockfile'],
    caches: [`${GRADLE_HOME}/caches`],
    settings: `${GRADLE_HOME}/gradle.properties`,
    // Of the image's own folder, a volume, nothing would be left.
    env: { GRADLE_USER_HOME: GRADLE_HOME },
    output: 'build',
    program: 'gradle',
    arguments: ['--no-daemon', '--console=plain', 'assemble'],
    wrapper: { program: './gradlew', files: ['gradlew', 'gradle'], cache: `${GRADLE_HOME}/wrapper` },
  },
} as const;

const JVM_ARGUMENTS: readonly string[] = ['-XX:MaxRAMPercentage=75.0', '-XX:+ExitOnOutOfMemoryError'];
const JRE = '/opt/jre';

/**
 * A Dockerfile for a program on the Java virtual machine, built by Maven or Gradle. Sources are `src`; of a build of several modules
 * their folders, and what else the build reads (`gradle` with a version catalog, `gradle.properties`). The image has no program that
 * could ask after it, so that the health check is yours to choose; a class of your own does it.
 *
 * For jars that are the same each time, set `project.build.outputTimestamp` (Maven), or `reproducibleFileOrder` and
 * `preserveFileTimestamps = false` (Gradle before 9).
 *
 * @throws the errors of `DockerfileBuilder.text`
 */
export function javaDockerfile(options: JavaDockerfileOptions): GeneratedDockerfile {
  const { images, jar, modules, jvmArguments = JVM_ARGUMENTS, sources = ['src'], wrapper = false } = options;
  const tool = TOOLS[options.tool ?? (/gradle/.test(images.build) ? 'gradle' : 'maven')];
  const java = options.java ?? (modules === undefined ? javaOf(images.run) : `${JRE}/bin/java`);
  const mounts: readonly Mount[] = [
    ...[...tool.caches, ...(wrapper ? [tool.wrapper.cache] : [])].map((target): Mount => ({ type: 'cache', target })),
    ...(options.settingsSecret === undefined ? [] : [{ type: 'secret', id: options.settingsSecret, target: tool.settings } as const]),
  ];
  const folders = [...new Set([...(wrapper ? tool.wrapper.files : []), ...sources])];
  const file = new DockerfileBuilder(options);
  const build = file.stage('build', images.build).workdir('/src').env(tool.env).copy(tool.files, './');
  copySources(build, folders)
    .arg('SOURCE_DATE_EPOCH')
    .run([wrapper ? tool.wrapper.program : tool.program, ...tool.arguments], { mounts });
  if (modules !== undefined)
    build.run(['jlink', `--add-modules=${modules.join(',')}`, '--strip-debug', '--no-man-pages', '--no-header-files', `--output=${JRE}`], {
      network: 'none',
    });
  const run = file.stage('run', images.run).workdir('/app');
  if (modules !== undefined) run.copy(JRE, JRE, { from: build });
  run.copy(`/src/${jar}`, './app.jar', { from: build });
  finish(run, images.run, options, {
    // Statistics of the machine would be written to /tmp, which may not be there to write to.
    entrypoint: [java, '-XX:-UsePerfData', ...jvmArguments, '-jar', '/app/app.jar', ...(options.arguments ?? [])],
    healthCheck: options.healthCheck,
  });
  return generated(
    file,
    [...tool.files, ...folders],
    ['**/.gradle', ...sources.map((each) => `${each.replace(/^\.\/|\/+$/g, '')}/${tool.output}`)],
  );
}

/** Where the images have it: adoptium/containers, and distroless `java/java.bzl` and Chainguard's `images/jre` with a link. */
function javaOf(image: string): string {
  return /temurin/.test(image) ? '/opt/java/openjdk/bin/java' : '/usr/bin/java';
}
