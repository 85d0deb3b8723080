import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { TemperedError } from '../../../errors';
import { publicKeyOf } from './sealing-certificate';
import { labelOf, type SealingScope, scopeError } from './sealing-scope';

/** Where and with what values are sealed. */
export type SealOptions = SealingScope & {
  /** The certificate of the cluster's controller in PEM form: what `kubeseal --fetch-cert` prints. */
  readonly certificate: string;
};

const SESSION_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const LENGTH_BYTES = 2;

/**
 * Seals one value without a cluster, as `kubeseal --raw` does: only the controller that has the private key can open it.
 *
 * Every call gives another text, since each value has a session key of its own. So seal once, in a program or a shell, and commit
 * the sealed text: manifests that change with every synthesis would be applied every time.
 *
 * Format (Sealed Secrets, "crypto.md"): two bytes of length, the session key under RSA-OAEP with SHA-256 and the scope as its
 * label, then the value under AES-256-GCM; Base64 around it all.
 *
 * @param value text, written as UTF-8, or bytes
 * @returns Base64, for `encryptedData` of a SealedSecret
 * @throws a TemperedError `invalid-sealing-certificate`, or `invalid-sealing-scope` for a name or a namespace that is missing or cannot be
 *
 * @example
 * ```ts
 * const sealed = sealValue(readFileSync('/dev/stdin'), { certificate, namespace: 'shop', name: 'database' });
 * ```
 */
export function sealValue(value: string | Uint8Array, options: SealOptions): string {
  const wrong = scopeError(options);
  if (wrong !== undefined) throw new TemperedError('invalid-sealing-scope', `a value cannot be sealed: ${wrong}`);
  const sessionKey = randomBytes(SESSION_KEY_BYTES);
  const sealedKey = publicEncrypt(
    {
      key: publicKeyOf(options.certificate),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(labelOf(options)),
    },
    sessionKey,
  );
  // The key is used once, hence the nonce that the format fixes at zero.
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(NONCE_BYTES));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(sealedKey.length);
  const sealed = [length, sealedKey, cipher.update(value), cipher.final(), cipher.getAuthTag()];
  sessionKey.fill(0);
  return Buffer.concat(sealed).toString('base64');
}

/** Seals every value of a Secret, by key. See {@link sealValue}. */
export function sealValues<Key extends string>(
  values: Readonly<Record<Key, string | Uint8Array>>,
  options: SealOptions,
): Record<Key, string>;
export function sealValues(values: Readonly<Record<string, string | Uint8Array>>, options: SealOptions): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sealValue(value, options)]));
}
