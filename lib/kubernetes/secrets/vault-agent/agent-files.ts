import { ApiObject } from 'cdk8s';
import type { Container } from 'cdk8s-plus-28';
import { constructError } from '../construct-error';
import { fileBelow, text } from '../parameter-table';
import type { SecretRotation } from '../rotation';
import type { SecretSource, SecretUser } from '../secret-source';
import { injectAgent } from './injection';
import { checkAgent, type VaultAgent, type VaultAgentFile } from './vault-agent';

/** The ways in which a value that an agent writes can reach the program: Reloader sees nothing of it. */
export type VaultAgentRotation = Exclude<SecretRotation, 'restart'>;

/** Files of one folder that an agent writes. */
export class AgentFiles implements SecretSource<VaultAgentRotation> {
  public readonly secret = undefined;
  public readonly sharesFolder = true;
  public readonly keys: readonly string[];

  public constructor(
    public readonly agent: VaultAgent,
    public readonly files: Readonly<Record<string, VaultAgentFile>>,
  ) {
    this.keys = Object.keys(files);
  }

  public mount(workload: SecretUser, container: Container, path: string, rotation: VaultAgentRotation): void {
    const fail = (wrong: string, hint?: string) => constructError('invalid-vault-agent', workload, '', wrong, hint);
    checkAgent(workload, this.agent);
    if (this.keys.length === 0) throw fail('a reference to Vault Agent without a file gives nothing: name one at least');
    for (const [name, file] of Object.entries(this.files)) checkFile(name, file, fail);
    const kind = ApiObject.of(workload).kind;
    // The types do not let it through; a list of options for several sources may.
    if (!['reread', 'next-rollout'].includes(rotation))
      throw fail('Vault Agent makes no Secret that Reloader could watch', 'Write rotation: "reread" or "next-rollout".');
    if (rotation === 'reread' && (kind === 'Job' || kind === 'CronJob'))
      throw fail(`the agent beside a ${kind} would run on, and it would never end`, 'Write rotation: "next-rollout".');
    injectAgent(workload, this.agent, { container: container.name, folder: path, files: this.files, rotation });
  }

  public prepare(): void {}
}

type Fail = (wrong: string, hint?: string) => Error;

function checkFile(name: string, { secretPath, key, template, command }: VaultAgentFile, fail: Fail): void {
  const wanted = fileBelow(name);
  if (wanted !== undefined) throw fail(`what an agent writes to must be ${wanted}`);
  // It becomes part of a template, in quotes.
  if (typeof secretPath !== 'string' || !/^[\w-][\w./-]*$/.test(secretPath))
    throw fail(`the secretPath of ${name} must be a path in Vault: letters, digits, "-", "_", "." and "/"`);
  const wrong = command === undefined ? undefined : text(command);
  if (wrong !== undefined) throw fail(`the command of ${name} must be ${wrong}`);
  if ((key === undefined) === (template === undefined)) throw fail(`${name} needs one of "key" and "template"`);
  if (key !== undefined && !/^[A-Za-z_]\w*$/.test(key))
    throw fail(
      `the key of ${name} cannot be named in a template`,
      'Write the template: {{ with secret "…" }}{{ index .Data.data "a-key" }}{{ end }}',
    );
}
