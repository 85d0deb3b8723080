import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { Chart, App as PlainApp, Testing } from 'cdk8s';
import fc from 'fast-check';
import { SealedSecret, type SealedSecretProps, type SealOptions, sealValue, sealValues } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart } from '../rendered';
import { makeSealingKey } from './sealing-key';

const { certificate, privateKey } = makeSealingKey();
const VALUE = 'three words, ünïcode';

/** Opens a sealed value by the published format. */
function open(sealed: string, label: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const end = 2 + bytes.readUInt16BE();
  const key = privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(label) },
    bytes.subarray(2, end),
  );
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(end, -16)), decipher.final()]).toString('utf8');
}

const strict = { certificate, namespace: 'shop', name: 'database' } as const;

describe('a sealed value', () => {
  test.each([
    ['strict', sealValue(VALUE, strict), 'shop/database'],
    ['namespace-wide', sealValue(VALUE, { certificate, scope: 'namespace-wide', namespace: 'shop' }), 'shop'],
    ['cluster-wide', sealValue(VALUE, { certificate, scope: 'cluster-wide' }), ''],
  ])('of the scope %s opens with its label and with no other', (_, sealed, label) => {
    expect(open(sealed, label)).toBe(VALUE);
    for (const other of ['shop/other', 'other/database', 'shop', ''].filter((each) => each !== label))
      expect(() => open(sealed, other)).toThrow();
  });

  test('is another text every time, and bytes are kept as they are', () => {
    expect(sealValue(VALUE, strict)).not.toBe(sealValue(VALUE, strict));
    expect(open(sealValue(Buffer.from(VALUE), strict), 'shop/database')).toBe(VALUE);
    expect(open(sealValue('', strict), 'shop/database')).toBe('');
  });

  test('does not open once a byte of it was changed', () => {
    const bytes = Buffer.from(sealValue(VALUE, strict), 'base64');
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    expect(() => open(bytes.toString('base64'), 'shop/database')).toThrow();
  });

  test('takes a certificate of an RSA key', () => {
    expect(failureOf(() => sealValue(VALUE, { ...strict, certificate: 'none' }))).toContain('no certificate in PEM form');
    const elliptic = makeSealingKey(['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']);
    expect(failureOf(() => sealValue(VALUE, { ...strict, certificate: elliptic.certificate }))).toContain('takes an RSA key');
  });

  // What JavaScript gives: it would open nowhere.
  test.each<[string, object, string]>([
    ['without a name', { namespace: 'shop' }, '"name" must be the name of the Secret'],
    ['without a namespace', { scope: 'namespace-wide' }, '"namespace" must be the name'],
    ['for a misspelt scope', { ...strict, scope: 'namespacewide' }, '"scope" must be one of'],
    ['for a namespace that cannot be', { ...strict, namespace: 'Shop_' }, '"namespace" must be the name'],
    ['for a name that cannot be', { ...strict, name: 'B!' }, '"name" must be the name of the Secret'],
  ])('%s is not made', (_, scope, wanted) => {
    expect(failureOf(() => sealValue(VALUE, { certificate, ...scope } as SealOptions))).toContain(wanted);
    const props: object = { encryptedData: { a: sealValue(VALUE, strict) }, ...scope };
    expect(failureOf(() => new SealedSecret(plainChart(), 'it', props as SealedSecretProps))).toContain(`shop/it: ${wanted}`);
  });
});

describe('a SealedSecret', () => {
  const encryptedData = sealValues({ user: 'one', password: 'two' }, strict);

  function only(chart: Chart): Json {
    const objects = Testing.synth(chart);
    expect(objects).toHaveLength(1);
    return objects[0];
  }

  test('has the name and the namespace that it was sealed for', () => {
    const chart = plainChart();
    const { secret } = new SealedSecret(chart, 'database', { namespace: 'shop', name: 'database', encryptedData });
    const object = only(chart);
    expect(object).toMatchObject({ metadata: { namespace: 'shop', name: 'database' }, spec: { encryptedData } });
    expect(object.metadata.annotations).toBeUndefined();
    expect(schemaErrors(object)).toEqual([]);
    expect(secret.name).toBe('database');
  });

  test.each(['namespace-wide', 'cluster-wide'] as const)('tells the controller of the scope %s, on itself and on its Secret', (scope) => {
    const chart = new Chart(new PlainApp(), 'shop', { namespace: 'of-the-chart' });
    const { name } = new SealedSecret(chart, 'database', { scope, namespace: 'shop', encryptedData });
    const object = only(chart);
    expect(name).toMatch(/^shop-database-/);
    expect(object.metadata.name).toBe(name);
    const annotations = { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
    expect(object).toMatchObject({ metadata: { namespace: 'shop', annotations }, spec: { template: { metadata: { annotations } } } });
    expect(schemaErrors(object)).toEqual([]);
  });

  test('of the cluster-wide scope is in the namespace of its chart', () => {
    const chart = new Chart(new PlainApp(), 'shop', { namespace: 'of-the-chart' });
    new SealedSecret(chart, 'database', { scope: 'cluster-wide', encryptedData });
    expect(only(chart).metadata).toMatchObject({ namespace: 'of-the-chart', name: expect.stringMatching(/^shop-database-/) });
  });

  test('has files in which the controller fills opened values in', () => {
    const chart = plainChart();
    const templates = { 'app.ini': 'user={{ index . "user" }}\npassword={{ index . "password" }}\n' };
    const made = new SealedSecret(chart, 'database', { namespace: 'shop', name: 'database', encryptedData, templates });
    const object = only(chart);
    expect(object.spec.template.data).toEqual(templates);
    expect(schemaErrors(object)).toEqual([]);
    expect(made.keys).toEqual(['user', 'password', 'app.ini']);
    const twice = { namespace: 'shop', name: 'database', encryptedData, templates: { password: 'a' } };
    expect(failureOf(() => new SealedSecret(chart, 'twice', twice))).toBe('shop/twice: a template would replace the value of its key');
  });

  test('refuses a value that is not sealed, by the name of its construct and key, and does not show it', () => {
    const plain = 'pl41n-v4lue';
    for (const value of [plain, Buffer.from(plain.repeat(100)).toString('base64')]) {
      const message = failureOf(
        () => new SealedSecret(plainChart(), 'database', { scope: 'cluster-wide', encryptedData: { password: value } }),
      );
      expect(message).toBe('shop/database: the value of "password" is not sealed');
    }
  });

  test('refuses a key that no Secret can have, and a secret without keys', () => {
    const [sealed = ''] = Object.values(encryptedData);
    const made = (data: Record<string, string>) =>
      failureOf(() => new SealedSecret(plainChart(), 'it', { scope: 'cluster-wide', encryptedData: data }));
    expect(made({ 'pass word': sealed })).toContain('shop/it: key 1 of 1 is no key of a Secret');
    expect(made({})).toContain('holds nothing');
  });

  test('asks for a name where the scope is strict', () => {
    // @ts-expect-error the strict scope is bound to a name
    const props: ConstructorParameters<typeof SealedSecret>[2] = { namespace: 'shop', encryptedData };
    expect(props).toBeDefined();
  });
});

test('no value is in what is emitted, nor in an error, in whatever form', () => {
  const value = fc.oneof(fc.string({ minLength: 8 }), fc.base64String({ minLength: 8 }), fc.stringMatching(/^[\w!#%&-]{8,40}$/));
  const hidden = (text: string, secret: string) => {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64')])
      expect(text).not.toContain(form);
  };
  fc.assert(
    fc.property(value, fc.constantFrom('one', 'two'), (secret, name) => {
      const chart = plainChart();
      const scope = { scope: 'namespace-wide', namespace: 'shop' } as const;
      new SealedSecret(chart, name, { ...scope, encryptedData: sealValues({ [name]: secret }, { certificate, ...scope }) });
      hidden(JSON.stringify(Testing.synth(chart)), secret);
      hidden(
        failureOf(() => new SealedSecret(plainChart(), name, { ...scope, encryptedData: { [name]: secret } })),
        secret,
      );
      hidden(
        failureOf(() => sealValue(secret, { ...scope, certificate: secret })),
        secret,
      );
    }),
    { numRuns: 50 },
  );
});
