/** What is known of an image that many run: enough to harden it in somebody's file so that it still starts. */
export interface KnownImage {
  /** `postgres`. */
  readonly name: string;
  /** Where the facts are from: the Dockerfile and entry point, or the documentation of those who publish the image. */
  readonly sources: readonly [string, ...string[]];
  /** The image's own `USER`, where that is not root. */
  readonly runsAs?: string;
  /**
   * `UID:GID` that the image, which starts as root, can be started as instead: the user that its entry point steps down
   * to. Absent where starting so would stop it.
   */
  readonly startsAs?: string;
  /** Paths that hold its data, as volumes. The entry point gives a bind mount there to its user; that needs root. */
  readonly data: readonly string[];
  /** Environment variables that move the data elsewhere. */
  readonly dataVariables?: readonly string[];
  /** Commands, beside none at all, that it is known to serve: with another one nothing is known of who must run it. */
  readonly servers: readonly string[];
  /**
   * Arguments that change neither how much it takes nor where it writes, in lower case and with `-`; `--web.*` stands for all that begin
   * so. Of others nothing is known.
   */
  readonly options?: readonly string[];
  /** What it needs for a read-only root; absent where that is not known to work. */
  readonly readOnlyRoot?: ReadOnlyRoot;
  /** Capabilities that it needs while it starts as root; for those who leave it so. */
  readonly rootCapabilities?: readonly string[];
  /** Capabilities that stand in its executable, which the kernel refuses to run without them. */
  readonly fileCapabilities?: readonly string[];
  /** Bytes that it needs to start and serve a little. What a large database needs, nobody can know. */
  readonly memory: number;
  /** Processes and threads that it needs at its default settings. */
  readonly pids: number;
  /** A health check of what the image holds, which neither a password nor an ordinary setting breaks. */
  readonly healthcheck?: readonly string[];
}

/** What an image needs for a read-only root. */
export interface ReadOnlyRoot {
  /** Paths that it writes and that need not outlive the container, with the bytes that a tmpfs there should have. */
  readonly writable: Readonly<Record<string, number>>;
  /** Paths that must be mounted, since the image declares no volume there. */
  readonly mounted?: readonly string[];
  /** Where something is mounted here, the entry point writes elsewhere too. */
  readonly notWith?: readonly string[];
  /** No configuration that is mounted sends it to other places. */
  readonly whateverConfigured?: true;
}

/** Images of one name, whose facts may depend on the version and on the base. */
export interface ImageFamily {
  /** `registry/repository`, as references are normalised. */
  readonly repositories: readonly string[];
  /** Undefined where nothing is known of that version. */
  readonly of: (version: ImageVersion) => KnownImage | undefined;
}

/** What a tag says. */
export interface ImageVersion {
  /** `15.4` is [15, 4]; none where the tag names no version, which is the newest. */
  readonly numbers: readonly number[];
  readonly alpine: boolean;
  /** The other words of the tag: `management`, `bookworm`, `slim`. */
  readonly words: readonly string[];
}

export const MIB = 1024 * 1024;
export const GIB = 1024 * MIB;

/** What a tmpfs for scratch files gets. */
export const SCRATCH = 64 * MIB;

/** Whether the version is that one or newer; a tag without version is the newest. `3` is the newest 3.x. */
export function isAtLeast({ numbers }: ImageVersion, major: number, minor = 0): boolean {
  const [first = Number.POSITIVE_INFINITY, second = Number.POSITIVE_INFINITY] = numbers;
  return first > major || (first === major && second >= minor);
}

/** An image whose facts are the same for all of its versions. */
export function always(image: KnownImage): ImageFamily['of'] {
  return () => image;
}
