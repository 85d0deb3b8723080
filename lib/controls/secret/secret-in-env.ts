import { control } from '../control';
import { absent, byHand, everyContainer } from '../requirement';

export const secretInEnv = control({
  id: 'secret-in-env',
  family: 'secret',
  title: 'Mount secrets as files',
  severity: 'medium',
  why: 'Variables are inherited by every child process and end up in crash reports and logs, where an attacker who cannot read the pod reads the secret.',
  references: { cis: ['5.4.1'], nsa: 'Network: Secrets' },
  counterparts: {
    checkov: ['CKV_K8S_35'],
    kubeLinter: ['read-secret-from-env-var', 'env-value-from'],
    kubescape: ['C-0207'],
    kubesec: ['SecretsAsEnvironmentVariables'],
    kyverno: ['secrets-not-from-env-vars'],
  },
  notes:
    'Many images take credentials as variables only: those need a waiver. Kubescape and Checkov read containers and init containers, kube-linter misses `envFrom`; here ephemeral ones count too, as with kubesec.',
  require: everyContainer(
    ['env[].valueFrom.secretKeyRef', 'envFrom[].secretRef'],
    byHand(
      absent(),
      'Mount the Secret as a volume, read-only, and give the program the path (many images read `<NAME>_FILE`); an image that only reads variables needs a waiver.',
    ),
  ),
  examples: {
    pass: [
      { because: 'no variable', pod: {} },
      {
        because: 'variables from a ConfigMap',
        pod: {
          containers: [
            {
              env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web', key: 'level' } } }],
              envFrom: [{ configMapRef: { name: 'web' } }],
            },
          ],
        },
      },
      {
        because: 'a file',
        pod: {
          containers: [{ volumeMounts: [{ name: 'db', mountPath: '/run/secrets/db', readOnly: true }] }],
          volumes: [{ name: 'db', secret: { secretName: 'db', defaultMode: 288 } }],
        },
      },
    ],
    fail: [
      {
        because: 'one key',
        pod: { containers: [{ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] }] },
      },
      { because: 'all keys', pod: { containers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] } },
      { because: 'init containers count', pod: { initContainers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] } },
    ],
  },
});
