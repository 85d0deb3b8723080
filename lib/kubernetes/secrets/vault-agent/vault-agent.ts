import type { IConstruct } from 'constructs';
import { isObject } from '../../../controls/requirement';
import { checkParameters, https, matching, object, type ParameterTable, text, vaultMount } from '../parameter-table';

/** CPU, memory and disk of the injected containers, as quantities of Kubernetes. */
export interface VaultAgentResources {
  /** @default '250m' - as the injector has it */
  readonly cpuRequest?: string;
  /** @default '500m' - as the injector has it */
  readonly cpuLimit?: string;
  /** @default '64Mi' - as the injector has it */
  readonly memoryRequest?: string;
  /** @default '128Mi' - as the injector has it */
  readonly memoryLimit?: string;
  /** @default '16Mi' */
  readonly ephemeralRequest?: string;
  /** @default '64Mi' - the agent writes to memory only */
  readonly ephemeralLimit?: string;
}

/** Options of a {@link VaultAgent}. */
export interface VaultAgentProps {
  /** The role of the Kubernetes login; the ServiceAccount of the pod is bound to it. */
  readonly role: string;
  /**
   * Address of Vault.
   *
   * @default - that of the injector
   */
  readonly service?: `https://${string}`;
  /**
   * Where the Kubernetes login is mounted.
   *
   * @default 'kubernetes'
   */
  readonly mountPath?: string;
  /**
   * Namespace of Vault Enterprise.
   *
   * @default - that of the injector, mostly none
   */
  readonly namespace?: string;
  /**
   * For whom the token of the pod is made out; the role in Vault names the same one.
   *
   * @default 'vault' - so that nobody can show the token to the API server
   */
  readonly audience?: string;
  /**
   * The certificate authority of Vault: a Secret of the namespace, and the key in it.
   *
   * @default - those of the image
   */
  readonly certificateAuthority?: { readonly secretName: string; readonly key: string };
  /**
   * The name that the certificate of Vault must have.
   *
   * @default - that of the address
   */
  readonly tlsServerName?: string;
  /**
   * Image of the agent, best by its digest.
   *
   * @default - that of the injector
   */
  readonly image?: string;
  /**
   * User and group of the agent; `platform` where the cluster assigns them, as OpenShift does.
   *
   * @default - those of the container that reads the secrets, else 65532
   */
  readonly runAs?: 'platform' | { readonly user: number; readonly group: number };
  /** @default - as {@link VaultAgentResources} says */
  readonly resources?: VaultAgentResources;
  /**
   * How often a secret without a lease is read again, as Go writes a duration.
   *
   * @default '5m' - as the agent has it
   */
  readonly renderInterval?: `${number}${'s' | 'm' | 'h'}`;
}

/** One file that the agent writes: a value, or a template of one's own. */
export type VaultAgentFile = {
  /** Path in Vault, with `data` for version 2 of the key-value engine: `secret/data/shop/database`. */
  readonly secretPath: string;
  /**
   * What the agent runs each time that it has written the file, in its own container and by `sh`: to tell the program over loopback to
   * read again, for it sees no process of the others. It runs before the program starts, too, so that a failure is no error. It stands in
   * the manifest: no secrets here.
   *
   * @default - nothing: the program watches the folder
   */
  readonly command?: string;
} & (
  | {
      /** The key whose value is written. */
      readonly key: string;
      /**
       * `kv-v1` also for engines without versions, such as databases.
       *
       * @default 'kv-v2'
       */
      readonly engine?: 'kv-v1' | 'kv-v2';
      readonly template?: undefined;
    }
  | {
      /** A template of Consul Template. It stands in the manifest: no secrets here. */
      readonly template: string;
      readonly key?: undefined;
    }
);

/**
 * The agent that Vault's injector puts beside a container: it logs in as the pod and writes secrets to files in memory. This describes
 * it; `SecretReference.fromVaultAgent` says which files.
 *
 * @see https://github.com/hashicorp/vault-k8s, agent-inject/agent/annotations.go
 *
 * @example
 * ```ts
 * const vault = new VaultAgent({ role: 'shop', service: 'https://vault.example' });
 * const database = SecretReference.fromVaultAgent(vault, { password: { secretPath: 'secret/data/shop/database', key: 'password' } });
 * database.mountInto(web, container, { path: '/run/secrets/database', rotation: 'reread' });
 * ```
 */
export class VaultAgent {
  /** Where it is mounted its options are checked: there an error can say for which workload. */
  public constructor(public readonly props: VaultAgentProps) {}

  /** The audience of the token. */
  public get audience(): string {
    return this.props.audience ?? 'vault';
  }
}

const AGENT: ParameterTable<VaultAgentProps> = {
  role: { required: true, check: matching(/^\S+$/, 'the name of a role') },
  service: { check: https },
  mountPath: { check: vaultMount },
  namespace: { check: text },
  audience: { check: text },
  certificateAuthority: { check: object },
  tlsServerName: { check: text },
  image: { check: text },
  runAs: { check: runAs },
  resources: { check: object },
  renderInterval: { check: matching(/^[1-9]\d*[smh]$/, 'a duration as Go writes it: "5m"') },
};

function runAs(value: unknown): string | undefined {
  if (value === 'platform') return undefined;
  const isId = (id: unknown) => typeof id === 'number' && Number.isInteger(id) && id > 0;
  return isObject(value) && isId(value.user) && isId(value.group) ? undefined : '"platform", or a user and a group that are not root';
}

/** @throws a TemperedError `invalid-vault-agent` for an option that is missing, misspelt or could not be used */
export function checkAgent(workload: IConstruct, { props }: VaultAgent): void {
  checkParameters({ scope: workload, id: '', at: 'VaultAgent', code: 'invalid-vault-agent' }, props, AGENT, {
    'tls-skip-verify': 'whoever stands between could be Vault then; name its certificateAuthority',
  });
}
