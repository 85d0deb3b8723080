import { type Container, EnvValue, type ISecret, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { today } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import { type WaiverProps, waive } from '../waive';
import { constructError } from './construct-error';
import type { SecretProviderClass } from './csi/secret-provider-class';
import type { ExternalSecret } from './external/external-secret';
import { MountedVolume } from './mounted-volume';
import { checkRotation, restartOnChange, type SecretRotation } from './rotation';
import type { SealedSecret } from './sealed/sealed-secret';
import type { SecretSource, SecretUser } from './secret-source';
import { AgentFiles, type VaultAgentRotation } from './vault-agent/agent-files';
import type { VaultAgent, VaultAgentFile } from './vault-agent/vault-agent';

/** How a container gets to see a secret. */
export interface SecretMountProps<Rotation extends SecretRotation = SecretRotation> {
  /** The folder, an absolute path: every key is a file in it. */
  readonly path: string;
  /** How a rotated value reaches the program; stated, since nothing else would remind of it. */
  readonly rotation: Rotation;
}

/** A secret among the options of a container: what is mounted (`from`), where, and how rotation arrives. */
export type ContainerSecret =
  | (SecretMountProps & { readonly from: SecretReference })
  | (SecretMountProps<VaultAgentRotation> & { readonly from: SecretReference<VaultAgentRotation> });

/** Mounts a secret that stands among the options of the container. */
export function mountContainerSecret(workload: SecretUser, container: Container, secret: ContainerSecret): void {
  const { path } = secret;
  if (secret.rotation === 'restart') secret.from.mountInto(workload, container, { path, rotation: secret.rotation });
  else secret.from.mountInto(workload, container, { path, rotation: secret.rotation });
}

/** How a secret gets into environment variables, and why it has to. */
export interface SecretVariablesProps extends Pick<WaiverProps, 'reason' | 'expires' | 'ticket'> {
  /** The variables, and the key of the secret that each is set to: `{ DB_PASSWORD: 'password' }`. */
  readonly variables: Readonly<Record<string, string>>;
  /** How a rotated value reaches the program. A variable never changes while a program runs. */
  readonly rotation: Exclude<SecretRotation, 'reread'>;
}

/**
 * A secret that a workload uses, wherever it is kept: its name, never its value. It is mounted as files, and they are read-only.
 *
 * @example
 * ```ts
 * const password = SecretReference.fromExternalSecret(database);
 * password.mountInto(web, container, { path: '/var/run/secrets/database', rotation: 'restart' });
 * ```
 */
export class SecretReference<Rotation extends SecretRotation = SecretRotation> {
  /** The Secret that an ExternalSecret makes. */
  public static fromExternalSecret(source: ExternalSecret): SecretReference {
    return new SecretReference(MountedVolume.ofSecret(source, source.secret, source.keys));
  }

  /** The Secret that a SealedSecret opens to. */
  public static fromSealedSecret(source: SealedSecret): SecretReference {
    return new SecretReference(MountedVolume.ofSecret(source, source.secret, source.keys));
  }

  /**
   * A Secret that something else makes, in the namespace of the workload: an operator, or a chart of others.
   *
   * @throws a TemperedError `invalid-secret-name`
   */
  public static fromSecretName(scope: Construct, id: string, name: string): SecretReference {
    if (!/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
      throw constructError('invalid-secret-name', scope, id, 'the name of a Secret is made of small letters, digits, "-" and "."');
    const source = new Construct(scope, id);
    return new SecretReference(MountedVolume.ofSecret(source, Secret.fromSecretName(source, 'Secret', name)));
  }

  /** What a SecretProviderClass fetches for a pod; it never becomes a Secret unless the class says so (`sync`). */
  public static fromSecretProviderClass(source: SecretProviderClass): SecretReference {
    return new SecretReference(source.source);
  }

  /**
   * Files that Vault's injector has an agent write, by their names; no Secret, and nothing that Reloader could see.
   *
   * @throws where it is mounted: a TemperedError `invalid-vault-agent`; when the pod renders, `unfit-pod`
   */
  public static fromVaultAgent(agent: VaultAgent, files: Readonly<Record<string, VaultAgentFile>>): SecretReference<VaultAgentRotation> {
    return new SecretReference(new AgentFiles(agent, files));
  }

  private constructor(private readonly source: SecretSource<Rotation>) {}

  /** The Secret of the cluster that holds it; undefined where the value never becomes one. */
  public get secret(): ISecret | undefined {
    return this.source.secret;
  }

  /**
   * Mounts the secret into a container of the workload.
   *
   * @throws a TemperedError `invalid-secret-path` for a path that is not absolute or where something else is mounted, `invalid-rotation`,
   * `container-of-another-workload`, `secret-of-another-namespace`, `no-restart`
   */
  public mountInto(workload: SecretUser, container: Container, { path, rotation }: SecretMountProps<Rotation>): void {
    checkContainer(workload, container);
    checkRotation(workload, rotation);
    checkFolder(workload, container, path, this.source);
    this.source.mount(workload, container, path, rotation);
  }

  /**
   * Sets environment variables of a container to keys of the secret, for an image that reads nothing else. A waiver of
   * `secret-in-env` goes with it: every child process inherits variables, and crash reports show them.
   *
   * @throws a TemperedError `invalid-secret-variable` for a name or a key that cannot be, `no-secret-object` where there is no Secret,
   * `invalid-waiver` where the reason is missing or the end has come, `invalid-rotation`, `container-of-another-workload`, `no-restart`
   */
  public intoEnvironment(workload: SecretUser, container: Container, props: SecretVariablesProps): void {
    const { variables, rotation, ...waiver } = props;
    const { secret, keys } = this.source;
    checkContainer(workload, container);
    checkRotation(workload, rotation, ['restart', 'next-rollout']);
    if (secret === undefined) {
      const wrong = 'variables are set from a Secret, and this source makes none';
      throw constructError('no-secret-object', workload, '', wrong, 'Mount it, or give the SecretProviderClass `sync`.');
    }
    for (const [variable, key] of Object.entries(variables)) {
      // What was given is not repeated: a value may stand where its key should.
      const fail = (wrong: string, hint?: string) => constructError('invalid-secret-variable', workload, '', wrong, hint);
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) throw fail('the name of a variable is made of letters, digits and "_"');
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) throw fail(`the variable ${variable} is set to what cannot be a key of a Secret`);
      if (keys !== undefined && !keys.includes(key))
        throw fail(`the variable ${variable} is set to a key that ${secret.name} does not have`, `Its keys: ${keys.join(', ')}.`);
    }
    takeVariables(workload, container, waiver);
    this.source.prepare(workload, container);
    for (const [variable, key] of Object.entries(variables)) container.env.addVariable(variable, EnvValue.fromSecretValue({ secret, key }));
    if (rotation === 'restart') restartOnChange(workload, 'secret', secret.name);
  }
}

/** A volume would land in the pods of the one, and what belongs to it in the other. */
function checkContainer(workload: SecretUser, container: Container): void {
  if ([...workload.containers, ...workload.initContainers].includes(container)) return;
  const wrong = `the container ${container.name} is not one of this workload`;
  throw constructError('container-of-another-workload', workload, '', wrong, 'Give the workload that has it.');
}

/** The folders of a container where secrets are mounted, and by what. */
const folders = new WeakMap<Container, Map<string, SecretSource<never>>>();

function checkFolder(workload: SecretUser, container: Container, path: string, source: SecretSource<never>): void {
  const fail = (wrong: string, hint: string) => constructError('invalid-secret-path', workload, '', wrong, hint);
  if (typeof path !== 'string' || !/^\/[^:]+$/.test(path) || path.split('/').includes('..'))
    throw fail('a secret is mounted at a folder, by its absolute path', 'Write one such as "/run/secrets/database".');
  const folder = path.replace(/\/+$/, '');
  const present = folders.get(container) ?? new Map<string, SecretSource<never>>();
  const before = present.get(folder);
  const shared = before?.sharesFolder === true && source.sharesFolder === true;
  if ((before !== undefined && !shared) || container.mounts.some((mount) => mount.path.replace(/\/+$/, '') === folder))
    throw fail(`something is mounted at ${folder} of the container ${container.name} already`, 'Choose another folder.');
  folders.set(container, present.set(folder, source));
}

/** Advice is no error, so that an end that has come would change nothing: the variables would stay for ever. */
function takeVariables(workload: SecretUser, container: Container, waiver: Omit<WaiverProps, 'control'>): void {
  const fail = (wrong: string, hint?: string) => constructError('invalid-waiver', workload, '', wrong, hint);
  try {
    waive(container, { control: 'secret-in-env', ...waiver });
  } catch (error) {
    throw error instanceof TemperedError ? fail(error.message, error.hint) : error;
  }
  if (waiver.expires < today())
    throw fail(`the waiver of secret-in-env ended on ${waiver.expires}`, 'Mount the secret as files, or decide again until when.');
}
