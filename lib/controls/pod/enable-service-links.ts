import { control } from '../control';
import { is, pod } from '../requirement';

export const enableServiceLinks = control({
  id: 'enable-service-links',
  family: 'pod',
  title: 'Do not inject service environment variables',
  severity: 'low',
  why: 'Names, addresses and ports of every Service of the namespace stand in the environment of each process: a map for whoever breaks into one.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables' },
  counterparts: {
    kyverno: ['disable-service-discovery'],
  },
  notes:
    'Programs that read `<SERVICE>_SERVICE_HOST` break: let them resolve the name, write the variable by hand, or waive. The variables of the Service `kubernetes` are injected in any case.',
  require: pod('enableServiceLinks', is(false)),
  examples: {
    pass: [
      { because: 'Services are found by DNS', pod: { enableServiceLinks: false } },
      {
        because: 'what a program needs can be written by hand',
        pod: { enableServiceLinks: false, containers: [{ env: [{ name: 'API_SERVICE_HOST', value: 'api.shop.svc' }] }] },
      },
    ],
    fail: [
      { because: 'absent means true', pod: {} },
      { because: 'every Service is in the environment', pod: { enableServiceLinks: true } },
    ],
  },
});
