import { control } from '../control';
import { byHand, not, object } from '../requirement';
import { SECRET } from './kinds';

export const serviceAccountTokenSecret = control({
  id: 'service-account-token-secret',
  family: 'secret',
  title: 'Make no long-lived token Secrets',
  severity: 'high',
  why: 'The token of such a Secret never expires: whoever copies it once is the service account for as long as that exists.',
  references: { cis: ['5.1.6'] },
  counterparts: { kyverno: ['deny-secret-service-account-token-type', 'check-serviceaccount-secrets'] },
  notes:
    'Since v1.24 Kubernetes makes none by itself. Pods get projected tokens that expire; people and pipelines ask for one (`kubectl create token`, TokenRequest).',
  require: object(
    [SECRET],
    'type',
    byHand(
      not('kubernetes.io/service-account-token'),
      'Take the Secret out and ask for a token that expires: a projected volume in a pod, `kubectl create token` or the TokenRequest API outside.',
    ),
  ),
  examples: {
    pass: [
      { because: 'no type is Opaque', object: secret() },
      { because: 'another type', object: secret('Opaque') },
    ],
    fail: [
      { because: 'a token that never expires', object: secret('kubernetes.io/service-account-token') },
      {
        because: 'whoever it is for',
        object: {
          ...secret('kubernetes.io/service-account-token'),
          metadata: { name: 'deploy', namespace: 'shop', annotations: { 'kubernetes.io/service-account.name': 'deploy' } },
        },
      },
    ],
  },
});

function secret(type?: string) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'deploy' }, ...(type !== undefined && { type }) };
}
