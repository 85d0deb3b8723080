import { Testing } from 'cdk8s';
import { PushSecret, type PushSecretProps } from 'tempered/kubernetes';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart } from '../rendered';

test('a PushSecret says which key goes where', () => {
  const chart = plainChart();
  const data = { password: { remoteKey: 'shop/database', property: 'password' } };
  new PushSecret(chart, 'push', { store: { kind: 'SecretStore', name: 'store' }, secret: { name: 'database' }, data });
  const [object] = Testing.synth(chart);
  expect(schemaErrors(object)).toEqual([]);
  expect(object.spec).toMatchObject({
    selector: { secret: { name: 'database' } },
    data: [{ match: { secretKey: 'password', remoteRef: data.password } }],
  });
});

const store = { kind: 'SecretStore', name: 'store' } as const;
const data = { password: { remoteKey: 'shop/database' } };

test('a PushSecret of a generator goes into several stores, and its values go with it where that is said', () => {
  const chart = plainChart();
  new PushSecret(chart, 'push', {
    store: [store, { kind: 'ClusterSecretStore', name: 'backup' }],
    generator: { kind: 'Password', name: 'random' },
    data: { password: { remoteKey: 'shop/database', conversionStrategy: 'ReverseUnicode' } },
    updatePolicy: 'IfNotExists',
    deletionPolicy: 'Delete',
    template: { data: { password: '{{ .password | b64enc }}' } },
  });
  const [object] = Testing.synth(chart);
  expect(schemaErrors(object)).toEqual([]);
  expect(object.spec).toEqual({
    refreshInterval: '3600s',
    deletionPolicy: 'Delete',
    updatePolicy: 'IfNotExists',
    secretStoreRefs: [store, { kind: 'ClusterSecretStore', name: 'backup' }],
    selector: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'random' } },
    template: { engineVersion: 'v2', data: { password: '{{ .password | b64enc }}' } },
    data: [{ match: { secretKey: 'password', remoteRef: { remoteKey: 'shop/database' } }, conversionStrategy: 'ReverseUnicode' }],
  });
});

test('what is pushed stays in the store, and replaces what is there, unless something else is said', () => {
  const chart = plainChart();
  new PushSecret(chart, 'push', { store, secret: { name: 'database' }, data });
  const [{ spec }] = Testing.synth(chart);
  expect(spec.deletionPolicy).toBe('None');
  expect(spec).not.toHaveProperty('updatePolicy');
});

test('a PushSecret has one source', () => {
  const both = { store, data, secret: { name: 'a' }, generator: { kind: 'Password', name: 'b' } };
  expect(failureOf(() => new PushSecret(plainChart(), 'push', both as unknown as PushSecretProps))).toBe(
    'shop/push: a PushSecret has one of "secret" and "generator"',
  );
});

test('a value without its place in the store fails with the construct', () => {
  const nowhere = { password: { property: 'a' } } as unknown as PushSecretProps['data'];
  expect(failureOf(() => new PushSecret(plainChart(), 'push', { store, secret: { name: 'a' }, data: nowhere }))).toBe(
    'shop/push: "data.password.remoteKey" is missing',
  );
});
