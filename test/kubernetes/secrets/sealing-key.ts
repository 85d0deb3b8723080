import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key pair as a Sealed Secrets controller has one, in PEM form. */
export interface SealingKey {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Makes a key pair; nothing of it stays on the disk. */
export function makeSealingKey(algorithm: readonly string[] = ['rsa:2048']): SealingKey {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-sealing-'));
  const [certificate, privateKey] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  try {
    const request = ['req', '-x509', '-nodes', '-days', '30', '-subj', '/CN=sealed-secrets', '-newkey', ...algorithm];
    execFileSync('openssl', [...request, '-keyout', privateKey, '-out', certificate], { stdio: 'ignore' });
    return { certificate: readFileSync(certificate, 'utf8'), privateKey: readFileSync(privateKey, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
