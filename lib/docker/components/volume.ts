import { hostFolderOf } from '../../containers/host-folder';
import { TemperedError } from '../../errors';
import type { ContainerService } from './container-service';

/** A named volume, kept when the containers that use it are gone. */
export class NamedVolume {
  /**
   * @param name how services and the engine name it
   * @throws a TemperedError `invalid-name` for what the engine would refuse
   */
  constructor(
    public readonly name: string,
    /** Settings of its driver. */
    public readonly options: {
      /** Default: the engine's `local`. */
      readonly driver?: string;
      /** Options of the driver: `{ type: 'nfs', … }`. */
      readonly driverOptions?: Readonly<Record<string, string>>;
      /** It exists already and is only used. Default: false. */
      readonly external?: boolean;
    } = {},
  ) {
    if (!/^[a-zA-Z0-9][\w.-]*$/.test(name))
      throw new TemperedError('invalid-name', `"${name}" cannot name a volume: letters, digits, dots, dashes and underscores`);
  }
}

/** Where a service mounts a volume. */
export interface VolumeMount {
  /** Which one. */
  readonly volume: NamedVolume;
  /** Absolute path in the container. A fresh volume takes over the owner of the folder that the image has there; of root, where it has none. */
  readonly target: string;
  /** Default: false; a service that only reads should say true. */
  readonly readOnly?: boolean;
}

/** The volumes of the service that are folders of the host under another name, by their options, with the folder. */
export function hostFoldersOf({ props }: ContainerService): ReadonlyMap<string, string> {
  return new Map(
    (props.volumes ?? []).flatMap(({ volume: { name, options } }): [string, string][] => {
      const folder = options.external === true ? undefined : hostFolderOf(options.driver, options.driverOptions);
      return typeof folder === 'string' ? [[name, folder]] : [];
    }),
  );
}
