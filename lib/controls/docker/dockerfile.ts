/**
 * A Dockerfile in the form that controls read: what is written, with lines joined and comments gone. Flags, words, the
 * JSON form and shell commands are read from `text` when they are asked for (lib/controls/dockerfile/reading), so that
 * a changed text has no stale copy beside it.
 */
export interface Dockerfile {
  readonly apiVersion: 'docker/v1';
  readonly kind: 'Dockerfile';
  readonly metadata: {
    /** The name of the file. */
    readonly name: string;
    /** Its waivers, from comments. */
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** What continues a line and escapes a character: a backtick in many Dockerfiles for Windows. */
  readonly escape: '\\' | '`';
  /** The image of the frontend, from `# syntax=`. */
  readonly syntax?: string;
  /** `ARG` instructions before the first `FROM`: their values are for `FROM` lines, and for stages that name them again. */
  readonly args: readonly DockerfileInstruction[];
  readonly stages: readonly DockerfileStage[];
  /** The patterns of the `.dockerignore` that is used; absent where there is none. */
  readonly ignored?: readonly string[];
}

/** A stage: a `FROM` and what follows it. The last one is the image. */
export interface DockerfileStage {
  /** The name after `AS`. */
  readonly name?: string;
  readonly from: {
    /** As written: with its variables. */
    readonly image: string;
    readonly platform?: string;
    /** The index of the earlier stage that it continues; absent where it is an image. */
    readonly stage?: number;
  };
  readonly instructions: readonly DockerfileInstruction[];
}

/** An instruction other than `FROM`. */
export interface DockerfileInstruction {
  /** In capitals: `RUN`. */
  readonly keyword: string;
  /** What follows the keyword, its continued lines joined, without comments. */
  readonly text: string;
  /** The here-documents of a `RUN`, `COPY` or `ADD`, in order. */
  readonly heredocs?: readonly DockerfileHeredoc[];
  /** It runs when another image is built from this one. */
  readonly onbuild?: boolean;
}

export interface DockerfileHeredoc {
  /** Its delimiter. */
  readonly name: string;
  /** Variables in it are replaced: the delimiter is not quoted. */
  readonly expands: boolean;
  readonly content: string;
}
