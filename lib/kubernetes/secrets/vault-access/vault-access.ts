import { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type WriteOptions, writeNewFiles } from '../../../docker/write-new-files';
import { TemperedError } from '../../../errors';
import { constructError } from '../construct-error';
import { type VaultCapability, type VaultUse, vaultUsesBelow } from './vault-use';

/** Options of {@link vaultAccess}. */
export interface VaultAccessOptions {
  /**
   * The namespace of accounts whose chart names none.
   *
   * @default - there must be none such: a role that is bound to no namespace is open to all of them
   */
  readonly namespace?: string;
  /**
   * How long a login is good before it is renewed.
   *
   * @default Duration.minutes(15)
   */
  readonly tokenTtl?: Duration;
  /**
   * How long at most. Leases of a login, such as users of a database, end with it.
   *
   * @default Duration.hours(1)
   */
  readonly tokenMaxTtl?: Duration;
}

/** A role of Vault's Kubernetes login, and the policy that it gives. */
export interface VaultRole {
  /** Its name. */
  readonly name: string;
  /** Where the login is mounted: the role is written to `auth/<mountPath>/role/<name>`. */
  readonly mountPath: string;
  /** Namespace of Vault Enterprise; undefined for none. */
  readonly namespace: string | undefined;
  /** What is written there. */
  readonly parameters: {
    readonly bound_service_account_names: readonly string[];
    readonly bound_service_account_namespaces: readonly string[];
    readonly audience: string;
    readonly token_policies: readonly string[];
    readonly token_no_default_policy: true;
    readonly token_ttl: string;
    readonly token_max_ttl: string;
  };
  /** Name of the policy. */
  readonly policyName: string;
  /** The policy, in HCL. */
  readonly policy: string;
}

/**
 * What Vault has to be told for all that is below a construct: for each role that a SecretStore, a SecretProviderClass or a VaultAgent
 * names, which accounts it is bound to and which paths it reads. Nothing else: no wildcard, and not the policy `default`.
 *
 * A role reads what all who use it read. Give workloads that must not read each other's secrets a role each.
 *
 * @throws a TemperedError `invalid-vault-access` for an account without a namespace, a path with a wildcard, a role whose accounts or
 * audiences cannot be told apart, and two roles whose policies would have one name
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role
 *
 * @example
 * ```ts
 * writeVaultAccess('vault', vaultAccess(app));
 * ```
 */
export function vaultAccess(scope: IConstruct, options: VaultAccessOptions = {}): readonly VaultRole[] {
  const roles = new Map<string, Use[]>();
  for (const { of, use } of vaultUsesBelow(scope)) {
    const key = JSON.stringify([use.namespace ?? '', use.mountPath, use.role]);
    roles.set(key, [...(roles.get(key) ?? []), { ...use, of, account: homeOf(of, use, options) }]);
  }
  const described = [...roles].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, uses]) => ({ uses, role: roleOf(uses, options) }));
  const byFile = new Map<string, VaultRole>();
  for (const { uses, role } of described) {
    const twin = byFile.get(fileOf(role));
    byFile.set(fileOf(role), role);
    if (twin === undefined) continue;
    const wrong = `the roles ${loginOf(twin)} and ${loginOf(role)} would have one policy, ${role.policyName}, and the second would replace the first`;
    throw fail(uses[0]?.of ?? scope, wrong, 'Give one of them another name.');
  }
  return described.map(({ role }) => role);
}

/** In folders, as mounts are. Letters count alike in the names of policies, and in those of files on some machines. */
function fileOf({ namespace, policyName }: VaultRole): string {
  return [...(namespace === undefined ? [] : [namespace]), policyName].join('/').replaceAll(':', '/').toLowerCase();
}

function loginOf({ name, mountPath, namespace }: VaultRole): string {
  return `auth/${mountPath}/role/${name}${namespace === undefined ? '' : ` of the namespace ${namespace}`}`;
}

/**
 * Writes policies and roles into a folder, and `apply.sh`, which tells Vault of them with its command line.
 *
 * @returns the paths that were written
 * @throws a TemperedError `file-exists` where a file says something else, unless `overwrite` is set, or `invalid-vault-access` for roles
 * of several calls of {@link vaultAccess} that would have one policy
 */
export function writeVaultAccess(folder: string, roles: readonly VaultRole[], options?: WriteOptions): readonly string[] {
  const files: Record<string, string> = {};
  const lines = ['#!/bin/sh', 'set -eu', 'cd "$(dirname "$0")"'];
  for (const role of roles) {
    const { name, mountPath, namespace, parameters, policyName, policy } = role;
    const file = fileOf(role);
    if (files[`roles/${file}.json`] !== undefined) {
      const hint = 'Describe what uses a role by one call of vaultAccess, or give one of them another name.';
      throw new TemperedError('invalid-vault-access', `${loginOf(role)}: another role has the policy ${policyName}, too`, { hint });
    }
    files[`policies/${file}.hcl`] = policy;
    files[`roles/${file}.json`] = `${JSON.stringify(parameters, undefined, 2)}\n`;
    const flag = namespace === undefined ? '' : ` -namespace=${namespace}`;
    lines.push(`vault policy write${flag} ${policyName} policies/${file}.hcl`);
    lines.push(`vault write${flag} auth/${mountPath}/role/${name} @roles/${file}.json`);
  }
  return writeNewFiles(folder, { ...files, 'apply.sh': `${lines.join('\n')}\n` }, options);
}

interface Account {
  readonly name: string;
  readonly namespace: string;
}
type Use = Omit<VaultUse, 'account'> & { readonly of: IConstruct; readonly account: Account };

function fail(of: IConstruct, wrong: string, hint?: string): Error {
  return constructError('invalid-vault-access', of, '', wrong, hint);
}

function homeOf(of: IConstruct, { account }: VaultUse, options: VaultAccessOptions): Account {
  const namespace = account.namespace ?? options.namespace;
  if (namespace !== undefined) return { name: account.name, namespace };
  const wrong = `the ServiceAccount ${account.name} logs in to Vault, and its namespace is not known`;
  throw fail(of, wrong, 'Give the chart a namespace, or vaultAccess the option `namespace`.');
}

function roleOf(uses: readonly Use[], { tokenTtl = Duration.minutes(15), tokenMaxTtl = Duration.hours(1) }: VaultAccessOptions): VaultRole {
  const [first] = uses;
  if (first === undefined) throw new Error('a role that nobody uses');
  const { of, role, mountPath, namespace, audience } = first;
  // These stand in paths of Vault, and in a script.
  for (const each of [role, mountPath, namespace ?? 'none'])
    if (!/^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(each))
      throw fail(of, 'a role, a mount or a namespace of Vault is made of letters, digits, "-", "_" and "."');
  if (role.includes('/')) throw fail(of, 'a role of Vault has no "/" in its name', 'Where the login is mounted has an option of its own.');
  const other = uses.find((use) => use.audience !== audience);
  if (other !== undefined) throw fail(other.of, `the role ${role} is asked for with two audiences, and Vault has one of each role`);
  const accounts = uses.map(({ account }) => account);
  const names = sorted(accounts.map(({ name }) => name));
  const namespaces = sorted(accounts.map((account) => account.namespace));
  const stray = strayAccount(accounts, names, namespaces);
  if (stray !== undefined)
    throw fail(
      of,
      `the role ${role} would be open to ${stray}, which does not use it: Vault binds names and namespaces apart`,
      'Give each namespace a role of its own.',
    );
  // With the login in it: other clusters have a role of that name, too, and Vault has policies of its own (`default`, `root`). No name
  // has a colon in it, so that no two logins make one name, in whatever programs they are described.
  const policyName = `${mountPath}/${role}`.toLowerCase().replaceAll('/', ':');
  return {
    name: role,
    mountPath,
    namespace,
    parameters: {
      bound_service_account_names: names,
      bound_service_account_namespaces: namespaces,
      audience,
      token_policies: [policyName],
      token_no_default_policy: true,
      token_ttl: `${tokenTtl.toSeconds()}s`,
      token_max_ttl: `${tokenMaxTtl.toSeconds()}s`,
    },
    policyName,
    policy: policyOf(uses),
  };
}

function strayAccount(accounts: readonly Account[], names: readonly string[], namespaces: readonly string[]): string | undefined {
  const stated = new Set(accounts.map(({ name, namespace }) => `${namespace}/${name}`));
  return namespaces.flatMap((namespace) => names.map((name) => `${namespace}/${name}`)).find((account) => !stated.has(account));
}

/** What a login does with its own token; the policy `default` allows more. */
const OWN_TOKEN: readonly (readonly [string, readonly VaultCapability[]])[] = [
  ['auth/token/lookup-self', ['read']],
  ['auth/token/renew-self', ['update']],
  ['auth/token/revoke-self', ['update']],
];

function policyOf(uses: readonly Use[]): string {
  const paths = new Map<string, Set<VaultCapability>>();
  for (const { of, paths: used } of uses) {
    for (const [path, capabilities] of Object.entries(used)) {
      checkPath(of, path);
      const all = paths.get(path) ?? new Set();
      for (const capability of capabilities) all.add(capability);
      paths.set(path, all);
    }
  }
  const stated = [...paths].sort(([one], [other]) => (one < other ? -1 : 1));
  const blocks = [...stated, ...OWN_TOKEN].map(([path, capabilities]) => {
    const list = [...capabilities].sort().map((each) => `"${each}"`);
    return `path ${JSON.stringify(path)} {\n  capabilities = [${list.join(', ')}]\n}\n`;
  });
  return blocks.join('\n');
}

/** In a policy `*` at the end and `+` for a step stand for others, and `{{ }}` is filled in. */
function checkPath(of: IConstruct, path: string): void {
  if (/^[^\s"*{}\\/][^\s"*{}\\]*$/.test(path) && !path.split('/').includes('+')) return;
  throw fail(
    of,
    'a path that it reads in Vault cannot stand in a policy: no wildcard, no quotes, no braces',
    'Name each secret by its path.',
  );
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
