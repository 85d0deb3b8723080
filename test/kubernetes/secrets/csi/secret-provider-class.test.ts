import { Testing } from 'cdk8s';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { type CsiProvider, Deployment, SecretProviderClass, type SecretProviderClassProps, SecretReference } from 'tempered/kubernetes';
import { parse } from 'yaml';
import type { Json } from '../../../../lib/controls/requirement';
import { arrayOfTexts, objectsText } from '../../../../lib/kubernetes/secrets/csi/objects-text';
import { schemaErrors } from '../../crd-schema';
import { failureOf, IMAGE, plainChart, podSpecOf, rendered } from '../../rendered';

const UUID = '0b7f3f5e-6a57-4d3c-9d0e-3f3e9b0d8a11';
const vault = {
  roleName: 'shop',
  vaultAddress: 'https://vault.example',
  objects: [{ objectName: 'password', secretPath: 'secret/data/shop/database', secretKey: 'password' }],
} as const;
const azure = {
  keyvaultName: 'shop-vault',
  tenantID: UUID,
  clientID: UUID,
  objects: [
    { objectName: 'password', objectType: 'secret' },
    { objectName: 'signing', objectType: 'key', objectAlias: 'keys/signing.pem' },
  ],
} as const;
const aws = { region: 'eu-central-1', objects: [{ objectName: 'shop/database', objectType: 'secretsmanager' }] } as const;
const gcp = { secrets: [{ resourceName: 'projects/shop/secrets/database/versions/latest', path: 'password' }] } as const;

function emitted(props: SecretProviderClassProps): Json {
  const chart = plainChart();
  new SecretProviderClass(chart, 'it', props);
  const [object] = Testing.synth(chart);
  return object;
}

const parametersOf = (props: SecretProviderClassProps): Json => emitted(props).spec.parameters;

/** JavaScript, or a value that the compiler takes for right. */
const failure = (props: object): string => failureOf(() => emitted(props as SecretProviderClassProps));

const providers: readonly (readonly [string, CsiProvider])[] = [
  ['vault', { vault }],
  ['azure', { azure }],
  ['aws', { aws }],
  ['gcp', { gcp }],
];

test.each(providers)('a class of %s is valid, and all its parameters are text', (name, provider) => {
  const object = emitted(provider);
  expect(schemaErrors(object)).toEqual([]);
  expect(object.spec.provider).toBe(name);
  for (const value of Object.values(object.spec.parameters)) expect(typeof value).toBe('string');
});

test('two providers do not compile, and are an error: one of them would be left out in silence', () => {
  // @ts-expect-error exactly one provider
  const both: CsiProvider = { gcp, aws };
  expect(failure(both)).toBe('shop/it: a SecretProviderClass has one provider, and not "aws" and "gcp"');
});

describe('each provider is told in its own words', () => {
  // The provider decodes the mode into an integer (os.FileMode): text would not be read.
  test('vault', () => {
    const { objects, ...rest } = parametersOf({ vault: { ...vault, vaultAuthMountPath: 'kubernetes/one' } });
    expect(rest).toEqual({
      roleName: 'shop',
      vaultAddress: 'https://vault.example',
      vaultAuthMountPath: 'kubernetes/one',
      audience: 'vault',
    });
    expect(load(objects)).toEqual([{ ...vault.objects[0], filePermission: 0o444 }]);
  });

  // A list of texts, each of which is YAML again; the mode is text in base eight.
  test('azure', () => {
    const { objects, ...rest } = parametersOf({ azure: { ...azure, useAzureTokenProxy: true } });
    expect(rest).toEqual({
      usePodIdentity: 'false',
      useAzureTokenProxy: 'true',
      keyvaultName: 'shop-vault',
      tenantID: UUID,
      clientID: UUID,
    });
    const { array }: Json = parse(objects);
    expect(array.map((each: string) => load(each))).toEqual(azure.objects.map((each) => ({ ...each, filePermission: '0444' })));
  });

  // Text of four digits: `^[0-7]{4}$`.
  test('aws', () => {
    const { objects, ...rest } = parametersOf({ aws: { ...aws, usePodIdentity: true, preferredAddressType: 'ipv6' } });
    expect(rest).toEqual({ region: 'eu-central-1', usePodIdentity: 'true', preferredAddressType: 'ipv6' });
    expect(load(objects)).toEqual([{ ...aws.objects[0], filePermission: '0444' }]);
  });

  test('gcp', () => {
    const parameters = parametersOf({ gcp, fileMode: 0o440 });
    expect(Object.keys(parameters)).toEqual(['secrets']);
    expect(load(parameters.secrets)).toEqual([{ ...gcp.secrets[0], mode: 0o440 }]);
  });
});

describe('YAML in YAML', () => {
  const key = fc.stringMatching(/^[A-Za-z][A-Za-z_.-]{0,12}$/);
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('on', 'y', 'null', '~', '0444', '1e3', '1:30', '2026-11-29', '- a', 'a: b', '#', '*x', '&x', '!!int 1', '|', "'", '"'),
  );
  const objects = fc.array(fc.dictionary(key, value, { minKeys: 1 }), { minLength: 1 });

  test('reads back as what it was, under YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(objects, (given) => {
        const plain = JSON.parse(JSON.stringify(given));
        const text = objectsText(given);
        expect(load(text)).toEqual(plain);
        expect(parse(text, { version: '1.1' })).toEqual(plain);
        const nested: Json = parse(arrayOfTexts(given));
        expect(nested.array.map((each: string) => parse(each, { version: '1.1' }))).toEqual(plain);
      }),
    );
  });

  test('quotes every text, so that no parser takes one for something else', () => {
    expect(objectsText([{ objectName: 'password', mode: 292 }])).toBe('- objectName: "password"\n  mode: 292\n');
  });
});

describe('what a provider would refuse fails with the construct, the parameter and what to write', () => {
  const [object] = vault.objects;
  const [key] = azure.objects;
  const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:database-abcdef';
  const cases: readonly (readonly [string, object, string])[] = [
    ['no provider', {}, 'one of "vault", "azure", "aws" and "gcp"'],
    ['no role', { vault: { ...vault, roleName: undefined } }, '"vault.roleName" is missing'],
    [
      'plain http',
      { vault: { ...vault, vaultAddress: 'http://vault' } },
      '"vault.vaultAddress" must be an address that begins with https://',
    ],
    ['a misspelt name', { vault: { ...vault, vaultAdress: 'x' } }, '"vault.vaultAdress" is no parameter of the provider'],
    ['a value for a name', { vault: { ...vault, 'hunter2 correct horse': 'x' } }, '"vault" has what is no parameter of the provider'],
    ['an unverified server', { vault: { ...vault, vaultSkipTLSVerify: 'true' } }, '"vault.vaultSkipTLSVerify" is not taken'],
    ['no object', { vault: { ...vault, objects: [] } }, '"vault.objects" must be a list of at least one'],
    ['a way out', { vault: { ...vault, objects: [{ ...object, objectName: '../x' }] } }, '"vault.objects[0].objectName" must be'],
    ['a wildcard', { vault: { ...vault, objects: [{ ...object, secretPath: 'secret/data/*' }] } }, 'without wildcards'],
    ['one file twice', { vault: { ...vault, objects: [object, object] } }, 'the objects 1 and 2 are written to one file'],
    ['a password among arguments', { vault: { ...vault, objects: [{ ...object, secretArgs: { password: 'hunter2' } }] } }, 'a credential'],
    ['a misspelt option', { vault, synk: { data: { password: 'password' } } }, 'an option that it does not have'],
    ['a password in an address', { vault: { ...vault, vaultAddress: 'https://a:b@vault' } }, 'without a user or a password'],
    ['a mode of its own', { vault: { ...vault, objects: [{ ...object, filePermission: 511 }] } }, 'it is `fileMode`'],
    ['an address for a name', { azure: { ...azure, keyvaultName: 'https://shop.vault.azure.net' } }, '"azure.keyvaultName" must be'],
    ['no UUID', { azure: { ...azure, clientID: 'shop' } }, '"azure.clientID" must be a UUID'],
    ['the identity of the node', { azure: { ...azure, useVMManagedIdentity: 'true' } }, 'every pod of the node'],
    ['a cloud without its file', { azure: { ...azure, cloudName: 'AzureStackCloud' } }, '"azure.cloudEnvFileName" is missing'],
    ['a format of a key', { azure: { ...azure, objects: [{ ...key, objectType: 'key', objectFormat: 'pfx' }] } }, 'type "secret" only'],
    ['no service', { aws: { objects: [{ objectName: 'database' }] } }, '"aws.objects[0].objectType" is missing'],
    ['another region', { aws: { region: 'eu-central-1', objects: [{ objectName: arn }] } }, 'ARN of another region'],
    [
      'a dash in a JMESPath',
      { aws: { ...aws, objects: [{ ...aws.objects[0], jmesPath: [{ path: 'api-key', objectAlias: 'key' }] }] } },
      'has a dash that is not quoted',
    ],
    [
      'a failover without a region',
      { aws: { ...aws, objects: [{ ...aws.objects[0], objectAlias: 'a', failoverObject: { objectName: 'b' } }] } },
      'needs "failoverRegion"',
    ],
    [
      'two versions of a parameter',
      { aws: { objects: [{ objectName: 'a', objectType: 'ssmparameter', objectVersion: '1', objectVersionLabel: 'x' }] } },
      'Parameter Store takes one of the two',
    ],
    [
      'no version',
      { gcp: { secrets: [{ resourceName: 'projects/shop/secrets/database', path: 'a' }] } },
      '"gcp.secrets[0].resourceName" must be',
    ],
    ['the login of the provider', { gcp: { ...gcp, auth: 'provider-adc' } }, 'every pod of the cluster'],
    ['objects of another provider', { gcp: { objects: [] } }, 'they are called "secrets"'],
    ['two keys', { gcp: { secrets: [{ ...gcp.secrets[0], extractJSONKey: 'a', extractYAMLKey: 'b' }] } }, 'takes one of the two'],
  ];

  test.each(cases)('%s', (_, props, wanted) => {
    const message = failure(props);
    expect(message).toMatch(/^shop\/it: /);
    expect(message).toContain(wanted);
  });

  test('the hint names the nearest parameter', () => {
    const misspelt = { vault: { ...vault, vaultAdress: 'x' } };
    let hint: unknown;
    try {
      emitted(misspelt as SecretProviderClassProps);
    } catch (error) {
      hint = Object(error).hint;
    }
    expect(hint).toBe('Did you mean "vaultAddress"?');
  });

  test('the message never shows what was given: a value may have been put there by mistake', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9!#%+]{12,40}$/);
    fc.assert(
      fc.property(secret, fc.constantFrom('vaultAddress', 'vaultAuthMountPath', 'vaultCACertPath', 'password'), (value, name) => {
        expect(failure({ vault: { ...vault, [name]: `${value}\n/` } })).not.toContain(value);
      }),
    );
  });
});

test('the compiler refuses what it can see', () => {
  const wrong: readonly CsiProvider[] = [
    // @ts-expect-error a role is missing
    { vault: { vaultAddress: 'https://vault.example', objects: vault.objects } },
    // @ts-expect-error the name is misspelt
    { vault: { ...vault, vaultRole: 'shop' } },
    // @ts-expect-error the address is not https
    { vault: { ...vault, vaultAddress: 'http://vault.example' } },
    // @ts-expect-error a key has no encoding
    { azure: { ...azure, objects: [{ objectName: 'a', objectType: 'key', objectEncoding: 'hex' }] } },
    // @ts-expect-error a name does not say which service
    { aws: { objects: [{ objectName: 'a' }] } },
    // @ts-expect-error a failover needs a name for the file
    { aws: { objects: [{ objectName: 'a', objectType: 'ssmparameter', failoverObject: { objectName: 'b' } }] } },
    // @ts-expect-error one key of the two
    { gcp: { secrets: [{ ...gcp.secrets[0], extractJSONKey: 'a', extractYAMLKey: 'b' }] } },
    // @ts-expect-error one object at least
    { gcp: { secrets: [] } },
  ];
  expect(wrong).toHaveLength(8);
});

describe('the files that appear', () => {
  const filesOf = (props: SecretProviderClassProps) => new SecretProviderClass(plainChart(), 'it', props).files;

  test('are called as the provider calls them', () => {
    expect(filesOf({ azure: { ...azure, objects: [{ objectName: 'a', objectType: 'secret', objectVersionHistory: 2 }] } })).toEqual([
      'a/0',
      'a/1',
    ]);
    expect(filesOf({ aws })).toEqual(['shop_database']);
    expect(filesOf({ aws: { ...aws, pathTranslation: 'False' } })).toEqual(['shop/database']);
    const jmesPath = [{ path: '"api-key"', objectAlias: 'key' }] as const;
    expect(filesOf({ aws: { objects: [{ ...aws.objects[0], jmesPath }] } })).toEqual(['shop_database', 'key']);
  });
});

describe('a pod', () => {
  function example(props: Pick<SecretProviderClassProps, 'sync' | 'fileMode' | 'metadata'> = {}) {
    const chart = plainChart();
    const database = new SecretProviderClass(chart, 'database', { vault, ...props });
    const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
    const [container] = web.containers;
    if (container === undefined) throw new Error('no container');
    return { chart, database, web, container, reference: SecretReference.fromSecretProviderClass(database) };
  }

  test('gets a read-only volume of the driver', () => {
    const { database, web, container, reference } = example();
    reference.mountInto(web, container, { path: '/run/secrets/database', rotation: 'restart' });
    const { volumes, containers } = podSpecOf(web);
    const csi = { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: database.name } };
    expect(volumes).toEqual([{ name: expect.any(String), csi }]);
    expect(containers[0].volumeMounts).toEqual([{ name: volumes[0].name, mountPath: '/run/secrets/database', readOnly: true }]);
    expect(rendered(web).metadata.annotations).toEqual({ 'secretproviderclass.reloader.stakater.com/reload': database.name });
    expect(reference.secret).toBeUndefined();
  });

  test('gets a variable only of a Secret that mirrors the files, and then the volume with it', () => {
    const props = {
      variables: { DB_PASSWORD: 'password' },
      rotation: 'restart',
      reason: 'reads nothing else',
      expires: '2099-12-31',
    } as const;
    const without = example();
    expect(failureOf(() => without.reference.intoEnvironment(without.web, without.container, props))).toContain('this source makes none');
    const { chart, database, web, container, reference } = example({ sync: { data: { password: 'password' } } });
    reference.intoEnvironment(web, container, props);
    const { volumes, containers } = podSpecOf(web);
    const { name } = database;
    expect(volumes[0].csi.volumeAttributes).toEqual({ secretProviderClass: name });
    expect(containers[0].env).toEqual([{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } }]);
    // A volume that no container mounts is left out by the kubelet, and then the driver makes no Secret.
    const mountPath = `/run/secrets-store/${volumes[0].name}`;
    expect(containers[0].volumeMounts).toEqual([{ name: volumes[0].name, mountPath, readOnly: true }]);
    const object: Json = Testing.synth(chart).find(({ kind }) => kind === 'SecretProviderClass');
    expect(schemaErrors(object)).toEqual([]);
    expect(object.spec.secretObjects).toEqual([{ secretName: name, type: 'Opaque', data: [{ key: 'password', objectName: 'password' }] }]);
  });

  test('that mounts the files already gets no second mount beside its variables', () => {
    const { web, container, reference } = example({ sync: { data: { password: 'password' } } });
    reference.mountInto(web, container, { path: '/run/secrets/database', rotation: 'restart' });
    const because = { reason: 'reads nothing else', expires: '2099-12-31' };
    reference.intoEnvironment(web, container, { variables: { DB_PASSWORD: 'password' }, rotation: 'restart', ...because });
    expect(podSpecOf(web).containers[0].volumeMounts).toHaveLength(1);
  });

  test('is refused what is in another namespace', () => {
    const { reference, chart } = example({ metadata: { namespace: 'bank' } });
    const web = new Deployment(chart, 'other', { metadata: { namespace: 'shop' }, containers: [{ image: IMAGE }] });
    const [container] = web.containers;
    const mounting = () => container && reference.mountInto(web, container, { path: '/a', rotation: 'reread' });
    expect(failureOf(mounting)).toBe('shop/other: shop/database is in the namespace "bank", the workload in "shop"');
  });
});

test('a file that no object is written to cannot be mirrored', () => {
  expect(failure({ vault, sync: { data: { password: 'pasword' } } })).toContain('no object is written to one of that name');
});
