import { type KeyObject, X509Certificate } from 'node:crypto';
import { TemperedError } from '../../../errors';

/**
 * The public key of a sealing certificate, as `kubeseal --fetch-cert` prints it.
 *
 * @throws a TemperedError `invalid-sealing-certificate` for what is no certificate of an RSA key, or one that has expired: its
 * private key may have left the cluster since
 */
export function publicKeyOf(pem: string): KeyObject {
  const certificate = read(pem);
  const key = certificate.publicKey;
  if (key.asymmetricKeyType !== 'rsa')
    throw invalid(`the key of the sealing certificate is of type ${key.asymmetricKeyType}; sealing takes an RSA key`);
  if (Date.parse(certificate.validTo) < Date.now()) throw invalid(`the sealing certificate expired on ${certificate.validTo}`);
  return key;
}

function read(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw invalid('the sealing certificate is no certificate in PEM form', cause);
  }
}

function invalid(message: string, cause?: unknown): TemperedError {
  return new TemperedError('invalid-sealing-certificate', message, {
    hint: 'Fetch the current one: kubeseal --fetch-cert > sealing.pem',
    cause,
  });
}
