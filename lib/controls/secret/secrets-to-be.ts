import { type Emit, isObject, type Json, type KindRef, type Path } from '../requirement';
import { isKind } from '../workload/kinds';
import { looksSealed } from './sealed-form';
import { credentialIn, emitCredential, isValue } from './written-credential';

const SEALED_SECRET: KindRef = { group: 'bitnami.com', kind: 'SealedSecret' };
const EXTERNAL_SECRET: KindRef = { group: 'external-secrets.io', kind: 'ExternalSecret' };

const SEAL = 'Seal it (`kubeseal --raw`). Then change it: it was written where others read.';
const TAKE_OUT =
  'Take it from the store, or seal it, and refer to it here (`{{ .password }}`). Then change it: it was written where others read.';

/** Judges what objects say of the Secrets that controllers make of them; whether it is such an object. */
export function judgeSecretsToBe(object: Json, ref: KindRef, emit: Emit): boolean {
  const isSealed = isKind(SEALED_SECRET, ref);
  if (!isSealed && !isKind(EXTERNAL_SECRET, ref)) return false;
  if (isSealed)
    for (const [key, value, path] of textsAt(object, ['spec', 'encryptedData']))
      if (isValue(value) && !looksSealed(value)) emitCredential([...path, key], 'is not sealed', 'a sealed value', SEAL, emit);
  for (const [key, value, path] of textsAt(object, isSealed ? ['spec', 'template', 'data'] : ['spec', 'target', 'template', 'data'])) {
    const reason = credentialIn(key, value);
    if (reason !== undefined) emitCredential([...path, key], reason, 'without a credential', TAKE_OUT, emit);
  }
  return true;
}

function textsAt(object: Json, path: readonly string[]): readonly (readonly [string, string, Path])[] {
  const entries = path.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), object);
  if (!isObject(entries)) return [];
  return Object.entries(entries).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value, path] as const] : []));
}
