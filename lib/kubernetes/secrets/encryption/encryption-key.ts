import type { Duration } from 'cdk8s';
import { TemperedError } from '../../../errors';
import { type ExactlyOne, givenOf } from '../exactly-one';

/** A plugin that keeps the key outside of the cluster (KMS v2), on each control plane node. */
export interface KmsPlugin {
  /** Its name; what is stored begins with it, so it stays as it is. */
  readonly name: string;
  /** The socket on which it listens. */
  readonly endpoint: `unix://${string}`;
  /**
   * How long an API server waits for it.
   *
   * @default Duration.seconds(3) - as Kubernetes has it
   */
  readonly timeout?: Duration;
}

/**
 * With what objects are encrypted in etcd. A key is named here and generated on a control plane node: there is no place for the key
 * itself.
 *
 * - `kms`: the key never leaves its service; prefer it where there is one
 * - `secretbox`: XSalsa20 and Poly1305
 * - `aescbc`: AES-CBC, where a rule asks for AES; weaker, for nobody notices a change of what is stored
 */
export type EncryptionKey = ExactlyOne<{ kms: KmsPlugin; secretbox: string; aescbc: string }>;

/** A provider in the words of EncryptionConfiguration. */
export type EncryptionProvider = Readonly<Record<string, unknown>>;

/** What stands in a template for a key. It is no Base64: an API server refuses a template that was not filled in. */
export const placeholderOf = (key: string): string => `@key:${key}@`;

/** Reads what was written in plain; writes nothing, since it is never first. */
export const IDENTITY: EncryptionProvider = { identity: {} };

/** @throws a TemperedError `invalid-encryption` */
export function providerOf(key: EncryptionKey): EncryptionProvider {
  const given = givenOf(key, ['kms', 'secretbox', 'aescbc']);
  if (given.length !== 1) throw invalid('a key has one of "kms", "secretbox" and "aescbc"', 'Go from one to another by rotateEncryption.');
  if (key.kms !== undefined) {
    const { name, endpoint, timeout } = key.kms;
    if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) throw invalid('the name of a KMS plugin is made of letters, digits, "-", "_" and "."');
    if (!/^unix:\/\/\/\S+$/.test(endpoint)) throw invalid('the endpoint of a KMS plugin is a socket of the node: "unix:///run/kms.sock"');
    return { kms: { apiVersion: 'v2', name, endpoint, timeout: `${timeout?.toSeconds() ?? 3}s` } };
  }
  const [type, name] = key.secretbox !== undefined ? ['secretbox', key.secretbox] : ['aescbc', key.aescbc];
  checkName(name);
  return { [type]: { keys: [{ name, secret: placeholderOf(name) }] } };
}

/** How what is stored with it begins (k8s.io/apiserver, pkg/server/options/encryptionconfig/config.go). */
export function storedPrefix(key: EncryptionKey): string {
  if (key.kms !== undefined) return `k8s:enc:kms:v2:${key.kms.name}:`;
  return key.secretbox !== undefined ? `k8s:enc:secretbox:v1:${key.secretbox}:` : `k8s:enc:aescbc:v1:${key.aescbc}:`;
}

/** The name under which a key is generated; undefined for a plugin, which keeps its own. */
export function nameOfKey(key: EncryptionKey): string | undefined {
  return key.secretbox ?? key.aescbc;
}

export function invalid(wrong: string, hint?: string): TemperedError {
  return new TemperedError('invalid-encryption', `encryption at rest: ${wrong}`, hint === undefined ? {} : { hint });
}

/** What was given is not repeated: it may be the key itself. */
function checkName(name: unknown): void {
  if (typeof name === 'string' && /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/.test(name) && !/^[0-9a-f]{32,}$/.test(name)) return;
  throw invalid(
    'a key is given by its name, such as "key-2026-11": small letters, digits, dashes and dots',
    'The key itself is generated on a control plane node; if one was written here, never use it.',
  );
}
