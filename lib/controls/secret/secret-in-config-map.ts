import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { CONFIG_MAP } from './kinds';
import { credentialIn, decoded, emitCredential, NO_CEL } from './written-credential';

const EXPECTED = 'a setting, and no credential';
const INSTRUCTIONS =
  'Keep the credential in a secret store and mount it as a file of its own beside the ConfigMap. Then change the credential: it was written where others read.';

export const secretInConfigMap = control({
  id: 'secret-in-config-map',
  family: 'secret',
  title: 'Keep credentials out of ConfigMaps',
  severity: 'high',
  why: 'ConfigMaps are readable for everybody who may look at a namespace, and are not encrypted: the password in one is no secret.',
  references: { nsa: 'Network: Secrets' },
  counterparts: {
    trivy: ['KSV-0109', 'KSV-01010'],
    kubescape: ['C-0012'],
    polaris: ['sensitiveConfigmapContent'],
  },
  notes:
    'A key counts by its name and value, as a variable does, in `binaryData` what its base64 says; of a value of several lines each `name: value` and `name=value` counts, and every known format. References, paths, names of Secret objects and what only speaks of a credential pass. Trivy objects to every key that contains pass, token or secret, and to names of users. Findings never repeat a value.',
  require: custom({
    reads: [CONFIG_MAP],
    evaluate(subject, emit) {
      if (!isKind(CONFIG_MAP, subject)) return false;
      for (const field of ['data', 'binaryData']) {
        const entries: unknown = subject.object[field];
        if (entries === UNKNOWN) emit(unknown([field], EXPECTED));
        if (!isObject(entries)) continue;
        for (const [key, value] of Object.entries(entries) as [string, unknown][]) {
          if (value === UNKNOWN) emit(unknown([field, key], EXPECTED));
          if (typeof value !== 'string') continue;
          const reason = field === 'data' ? credentialIn(key, value) : credentialIn(key, decoded(value) ?? '');
          if (reason !== undefined) emitCredential([field, key], reason, EXPECTED, INSTRUCTIONS, emit);
        }
      }
      return true;
    },
    cel: NO_CEL,
    prose: `each value of \`data\` and \`binaryData\` of a ConfigMap is ${EXPECTED}`,
  }),
  examples: {
    pass: [
      {
        because: 'settings',
        object: configMap({ LOG_LEVEL: 'info', TOKEN_URL: 'https://login.example/token', DB_PASSWORD_FILE: '/run/db' }),
      },
      { because: 'a file that refers to them', object: configMap({ 'app.yaml': `db:\n  user: web\n  password: \${DB_PASSWORD}\n` }) },
      { because: 'the name of a Secret', object: configMap({ 'app.yaml': 'tls:\n  secret: web-tls\n  tokenExpiry: 3600\n' }) },
    ],
    fail: [
      { because: 'its key says what it is', object: configMap({ DB_PASSWORD: 'changeme' }) },
      { because: 'a line of a file', object: configMap({ 'app.properties': 'db.user=web\ndb.password=changeme\n' }) },
      {
        because: 'the same in base64',
        object: { ...configMap({}), binaryData: { SESSION_SECRET: Buffer.from('changeme').toString('base64') } },
      },
      { because: 'an address with a password', object: configMap({ 'app.yaml': 'db:\n  url: postgres://web:changeme@db/web\n' }) },
    ],
  },
});

function configMap(data: object) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data };
}
