import { control } from '../control';
import { credentialFormat, literalCredential } from '../credential';
import { custom, type Emit, isObject, type Json, listOf, type Path, podsOf, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { SECRET } from './kinds';
import { judgeSecretsToBe } from './secrets-to-be';
import { decoded, emitCredential, isValue } from './written-credential';

const EXPECTED = 'absent: values come from a secret store';
const INSTRUCTIONS =
  'Keep the value in a secret store and let an ExternalSecret, a SealedSecret or a CSI volume bring it. Then change it: it was written where others read.';

export const secretManifest = control({
  id: 'secret-manifest',
  family: 'secret',
  title: 'Commit no secret values',
  severity: 'critical',
  why: 'Base64 is no encryption: whoever reads the repository, the release or a backup of it has every password that was ever in it.',
  references: { cis: ['5.4.2'], nsa: 'Network: Secrets' },
  counterparts: { kubescape: ['C-0208', 'C-0234'], kyverno: ['no-secrets'] },
  notes:
    'A Secret without values passes, as do empty values, placeholders that something fills in, values that SOPS encrypted, and Secrets that a controller made (releases of Helm, tokens, those owned by an ExternalSecret or SealedSecret, those of the Secrets Store CSI driver and of cert-manager). What a SealedSecret holds must be sealed, and templates of SealedSecrets and ExternalSecrets may refer to credentials but hold none. Annotations of every object and of its pods are read for credentials too: by their format, or by a name that ends in `password`, but for checksums and for the annotations of Vault’s injector, which hold paths. Kyverno denies the kind altogether. Findings never repeat a value.',
  require: custom({
    reads: 'any',
    evaluate(subject, emit) {
      const { object, group, kind } = subject;
      const isSecret = isKind(SECRET, subject);
      if (isSecret && !isMade(object)) judgeValues(object, emit);
      const annotated = [
        judgeAnnotations(object.metadata, ['metadata'], emit),
        ...podsOf(group, kind, object).pods.map(
          ({ metadata, at }) => at.length > 0 && judgeAnnotations(metadata, [...at, 'metadata'], emit),
        ),
      ];
      return judgeSecretsToBe(object, subject, emit) || isSecret || annotated.includes(true);
    },
    cel: {
      impossible:
        'Every Secret of a cluster has values: an API server cannot see whether a manifest holds them or a controller brought them.',
    },
    prose:
      'no Secret of a manifest has values in `data` or `stringData`, no SealedSecret has a value that is not sealed, no template of one or of an ExternalSecret and no annotation of an object holds a credential',
  }),
  examples: {
    pass: [
      { because: 'no values', object: secret({ type: 'Opaque' }) },
      { because: 'an empty value that something fills in', object: secret({ data: { password: '' } }) },
      { because: 'a placeholder', object: secret({ stringData: { password: '<path:secret/data/db#password>' } }) },
      {
        because: 'a controller made it',
        object: secret({ data: { password: 'Y2hhbmdlbWU=' } }, { ownerReferences: [{ kind: 'ExternalSecret', name: 'db' }] }),
      },
      {
        because: 'what Vault’s injector is told of a file',
        object: annotated({
          'vault.hashicorp.com/agent-inject-secret-password': 'secret/data/shop/database',
          'vault.hashicorp.com/agent-inject-perms-password': '0440',
        }),
      },
      {
        because: 'a checksum',
        object: annotated({ 'checksum/db-password': '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9' }),
      },
      {
        because: 'sealed, with a template that refers to it',
        object: sealedSecret({
          encryptedData: { password: Buffer.concat([Buffer.from([2, 0]), Buffer.alloc(540)]).toString('base64') },
          template: { data: { url: 'postgres://web:{{ .password }}@db/web' } },
        }),
      },
      {
        because: 'the CSI driver wrote it beside the volume',
        object: secret({ data: { password: 'Y2hhbmdlbWU=' } }, { labels: { 'secrets-store.csi.k8s.io/managed': 'true' } }),
      },
      {
        because: 'the injector of Vault is told where the value is',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'web', annotations: { 'vault.hashicorp.com/agent-inject-secret-password': 'secret/data/shop/database' } },
        },
      },
    ],
    fail: [
      {
        because: 'an annotation under the name of a password',
        object: annotated({ 'example.com/db-password': 'changeme' }),
      },
      { because: 'a value that nobody sealed', object: sealedSecret({ encryptedData: { password: 'changeme' } }) },
      {
        because: 'a template with a password in it',
        object: sealedSecret({ template: { data: { url: 'postgres://web:changeme@db/web' } } }),
      },
      { because: 'base64 is no encryption', object: secret({ data: { password: 'Y2hhbmdlbWU=' } }) },
      { because: 'a value as text', object: secret({ stringData: { password: 'changeme' } }) },
      {
        because: 'an annotation with a password in it',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'web', annotations: { 'example.com/database': 'postgres://web:changeme@db/web' } },
        },
      },
    ],
  },
});

function judgeValues(object: Json, emit: Emit): void {
  for (const field of ['data', 'stringData']) {
    const entries: unknown = object[field];
    if (entries === UNKNOWN) emit(unknown([field], EXPECTED));
    if (!isObject(entries)) continue;
    for (const [key, value] of Object.entries(entries) as [string, unknown][]) {
      if (value === UNKNOWN) emit(unknown([field, key], EXPECTED));
      const text = typeof value === 'string' ? value : (value ?? null) === null ? '' : JSON.stringify(value);
      if (!isValue(text) || (field === 'data' && !isValue(decoded(text) ?? text))) continue;
      emitCredential([field, key], 'stands in the manifest', EXPECTED, INSTRUCTIONS, emit);
    }
  }
}

const MAKERS = new Set(['ExternalSecret', 'SealedSecret', 'Certificate', 'VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret']);
/** What controllers write on a Secret that has no owner of theirs: the CSI driver for secrets, and cert-manager. */
const MADE_LABEL = 'secrets-store.csi.k8s.io/managed';
const MADE_ANNOTATION = 'cert-manager.io/certificate-name';
const MADE_TYPES = new Set(['helm.sh/release.v1', 'kubernetes.io/service-account-token']);

/** Whether a controller writes the Secret. */
function isMade({ type, metadata }: Json): boolean {
  if (MADE_TYPES.has(type)) return true;
  if (!isObject(metadata)) return false;
  const { labels, annotations, ownerReferences } = metadata;
  if (isObject(labels) && labels[MADE_LABEL] === 'true') return true;
  if (isObject(annotations) && annotations[MADE_ANNOTATION] != null) return true;
  return listOf(ownerReferences).some(({ kind }) => MAKERS.has(kind));
}

/** Names of annotations speak of Secrets; one that ends so does not, but for those below. */
const PASSWORD = /passw(?:or)?d$|passphrase$/i;
/** The injector of Vault ends its names as the file is called, and their values say where it comes from and how it is written. */
const OF_INJECTOR = /^vault\.hashicorp\.com\//;
/** `checksum/db-password` has pods replaced when the Secret changes. */
const CHECKSUM = /(?:checksum|digest|hash|sha\d*)[./_-]/i;

function judgeAnnotations(metadata: unknown, at: Path, emit: Emit): boolean {
  const annotations: unknown = isObject(metadata) ? metadata.annotations : undefined;
  if (!isObject(annotations)) return false;
  for (const [key, value] of Object.entries(annotations) as [string, unknown][]) {
    if (typeof value !== 'string') continue;
    const format = credentialFormat(value);
    const reason = format !== undefined ? `holds ${format}` : isPassword(key) ? literalCredential(key, value) : undefined;
    if (reason === undefined) continue;
    const instructions = 'Take the credential out of the annotation. Then change it: it was written where others read.';
    emitCredential([...at, 'annotations', key], reason, 'without a credential', instructions, emit);
  }
  return true;
}

function isPassword(key: string): boolean {
  return PASSWORD.test(key) && !OF_INJECTOR.test(key) && !CHECKSUM.test(key);
}

function secret(fields: object, metadata?: object) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', ...metadata }, ...fields };
}

function annotated(annotations: Readonly<Record<string, string>>) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', annotations } };
}

function sealedSecret(spec: object) {
  return { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 'db', namespace: 'shop' }, spec };
}
