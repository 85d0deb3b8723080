import { type WriteOptions, writeNewFiles } from '../write-new-files';

/** A Dockerfile and what belongs beside it. */
export class GeneratedDockerfile {
  public constructor(
    /** The text of `Dockerfile`. */
    public readonly dockerfile: string,
    /** The text of `.dockerignore`: everything is denied but what the Dockerfile copies. */
    public readonly dockerignore: string,
  ) {}

  /**
   * Writes `Dockerfile` and `.dockerignore` into the folder of the build context.
   *
   * @returns the paths that were written; none where both say the same already
   * @throws a TemperedError `file-exists` where one of them is there and says something else, unless `overwrite` is set
   */
  public write(folder: string, options?: WriteOptions): readonly string[] {
    return writeNewFiles(folder, { Dockerfile: this.dockerfile, '.dockerignore': this.dockerignore }, options);
  }
}
