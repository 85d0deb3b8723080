import { TemperedError } from '../../errors';

/** What a RUN instruction sees beside the layers below it, and leaves no trace of in the image. */
export type Mount =
  | {
      readonly type: 'cache';
      /** The folder that is kept between builds. */
      readonly target: string;
      /** How builds that run at once use it. Default: `locked`, one after the other, since few package managers share a folder. */
      readonly sharing?: 'locked' | 'shared' | 'private';
    }
  | {
      readonly type: 'bind';
      /** Path in the build context, or in the stage that `from` names. */
      readonly source: string;
      /** Where it is seen, below the working directory. */
      readonly target: string;
      /** A stage or an image. Default: the build context. */
      readonly from?: string;
    }
  | {
      readonly type: 'secret';
      /** The name that `docker build --secret id=NAME,src=FILE` gives it. */
      readonly id: string;
      /** The file in which it is seen. Default: `/run/secrets/ID`. */
      readonly target?: string;
      /** The variable that holds it as well. Default: none. */
      readonly env?: string;
    }
  | { readonly type: 'ssh'; readonly id?: string };

/** A flag of RUN. A secret is always required: a build that goes on without it fails later, and in other words. */
export function mountFlag(mount: Mount): string {
  const parts: readonly (readonly [string, string | undefined])[] =
    mount.type === 'cache'
      ? [
          ['target', mount.target],
          ['sharing', mount.sharing ?? 'locked'],
        ]
      : mount.type === 'bind'
        ? [
            ['from', mount.from],
            ['source', mount.source],
            ['target', mount.target],
          ]
        : mount.type === 'secret'
          ? [
              ['id', mount.id],
              ['target', mount.target],
              ['env', mount.env],
              ['required', 'true'],
            ]
          : [
              ['id', mount.id],
              ['required', 'true'],
            ];
  const fields = parts.flatMap(([key, value]) => (value === undefined ? [] : [csvField(`${key}=${value}`)]));
  return `--mount=${[`type=${mount.type}`, ...fields].join(',')}`;
}

/** The flag is a line of comma-separated values that ends at a space; nobody names a folder so that it would need quotes. */
function csvField(field: string): string {
  if (/[",\s]/.test(field)) throw new TemperedError('invalid-mount', `${field}: a mount of RUN holds no spaces, commas or quotes`);
  return field;
}
