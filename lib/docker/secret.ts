import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';

/**
 * A secret of a Swarm. Its data is a secret of Pulumi, encrypted in the state and hidden in previews, whoever computed it. Services
 * get it as a file: `secrets` of {@link Service}.
 *
 * A plain container cannot have one. There a file of the host that another program writes (an agent of Vault, systemd credentials) is
 * mounted read-only; `uploads` are no way, since they stay in the container's own layer on the disk of the host, and in the state.
 */
export class Secret extends docker.Secret {
  public constructor(name: string, args: docker.SecretArgs, opts?: pulumi.CustomResourceOptions) {
    super(name, opts?.id === undefined ? { ...args, data: pulumi.secret(args.data) } : args, opts);
  }
}
