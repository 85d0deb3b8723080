const LENGTH_BYTES = 2;
const TAG_BYTES = 16;
/** What RSA-OAEP with keys of 2,048, 3,072, 4,096 and 8,192 bits gives. */
const RSA_BYTES: readonly number[] = [256, 384, 512, 1024];

/**
 * Whether a text can be a sealed value: Base64 of a length, that many bytes of a sealed session key, and a value with its tag. A
 * plain value that was put in by mistake is not, whatever it is.
 */
export function looksSealed(text: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return false;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < LENGTH_BYTES) return false;
  const keyBytes = bytes.readUInt16BE();
  return RSA_BYTES.includes(keyBytes) && bytes.length >= LENGTH_BYTES + keyBytes + TAG_BYTES;
}
