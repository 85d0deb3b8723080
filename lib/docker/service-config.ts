import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { dropIn } from './hardening/drop-in';

const TYPE = 'docker:index/serviceConfig:ServiceConfig';

/** Arguments of a {@link ServiceConfig}: those of @pulumi/docker, and what tempered adds. */
export interface ServiceConfigArgs extends docker.ServiceConfigArgs, Additions {}

/**
 * A config of a Swarm. Every manager and whoever may ask the engine can read it, hence a credential in it is refused: that belongs in a
 * {@link Secret}. Its data is a secret of Pulumi nevertheless, so that no preview shows what a configuration says.
 *
 * @throws an InsecureResourceError where its content looks like a credential and that is not waived
 */
export class ServiceConfig extends docker.ServiceConfig {
  public constructor(name: string, args: ServiceConfigArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const hardened = dropIn(TYPE, name, args, opts);
    const { data, dataRaw, ...rest } = hardened.args;
    const hidden = {
      ...rest,
      ...(data !== undefined && { data: pulumi.secret(data) }),
      ...(dataRaw !== undefined && { dataRaw: pulumi.secret(dataRaw) }),
    };
    super(
      name,
      opts?.id === undefined ? hidden : hardened.args,
      pulumi.mergeOptions(hardened.opts, { additionalSecretOutputs: ['data', 'dataRaw'] }),
    );
    hardened.sayAbout(this);
  }
}
