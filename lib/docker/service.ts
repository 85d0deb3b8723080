import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';
import type { WritableFolder } from './hardening/writable-paths';

const TYPE = 'docker:index/service:Service';

/** Arguments of a {@link Service}: those of @pulumi/docker, and what tempered adds. */
export interface ServiceArgs extends docker.ServiceArgs, Additions {
  /**
   * Folders that the program writes to; everything else of its file system is read-only. Each is a mount of type tmpfs, limited in
   * size, from which nothing runs.
   *
   * @default - none
   */
  readonly writablePaths?: readonly (string | WritableFolder)[];
}

/**
 * A `docker.Service` of @pulumi/docker, hardened. A service has no words for no-new-privileges, seccomp, ulimits and a limit of
 * processes; the daemon.json of each node has, and what is missing there is said once in a program.
 *
 * @example
 * ```ts
 * const password = new docker.Secret('db-password', { data: config.requireSecret('dbPassword') });
 * new docker.Service('api', {
 *   taskSpec: {
 *     containerSpec: {
 *       image: 'registry.example/api@sha256:…',
 *       secrets: [{ secretId: password.id, secretName: password.name, fileName: 'db-password' }],
 *     },
 *   },
 *   writablePaths: ['/tmp'],
 * });
 * ```
 *
 * @throws an InsecureResourceError where something insecure is written plainly and is not waived
 */
export class Service extends docker.Service {
  public constructor(name: string, args: ServiceArgs, opts?: pulumi.CustomResourceOptions) {
    const { writablePaths = [], ...rest } = args;
    const hardened = dropIn(TYPE, name, rest, opts, { writablePaths });
    super(name, hardened.args, hardened.opts);
    hardened.sayAbout(this);
  }
}
