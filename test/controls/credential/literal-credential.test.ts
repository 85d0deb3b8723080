// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose and Helm write them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { literalCredential } from '../../../lib/controls/credential';
import { HEX, random, TOKENS } from './tokens';

const BY_NAME = 'is written out under the name of a credential';

describe('under the name of a credential', () => {
  test.each(['changeme', 'postgres', 'password', '123456', 'hunter2', 'a b c', 'pa$word', 'Pa}word', 'x'])('%j is one', (value) => {
    expect(literalCredential('DB_PASSWORD', value)).toBe(BY_NAME);
  });

  test.each([
    ...[
      '',
      '  ',
      '${DB_PASSWORD}',
      '$DB_PASSWORD',
      '$db_password',
      '$(DB_PASSWORD)',
      '${DB_PASSWORD:?set it}',
      '${A}${B}',
      '${DB_PASSWORD:-}',
    ],
    ...[
      '{{ .Values.password }}',
      '${{ secrets.PASSWORD }}',
      '<password>',
      '********',
      'xxxx',
      'REDACTED',
      '%PASSWORD%',
      '__PASSWORD__',
      '#{password}#',
    ],
    ...['/run/secrets/db-password', './password.txt', '~/.pgpass', 'C:\\secrets\\password', 'file:///etc/web/password', '/password.txt'],
    ...[
      'true',
      'yes',
      'none',
      '0',
      '1',
      'vault:secret/data/web#password',
      'op://web/db/password',
      'ref+vault://web/db#/password',
      'ENC[AES256]',
    ],
    ...['arn:aws:secretsmanager:eu-west-1:000000000000:secret:web', '@Microsoft.KeyVault(SecretUri=https://web.example)'],
  ])('%j is none', (value) => {
    expect(literalCredential('DB_PASSWORD', value)).toBeUndefined();
  });

  test('no value is none', () => {
    expect(literalCredential('DB_PASSWORD', null)).toBeUndefined();
  });

  test('a default is one, and the default of a default', () => {
    expect(literalCredential('DB_PASSWORD', '${DB_PASSWORD:-postgres}')).toBe(BY_NAME);
    expect(literalCredential('DB_PASSWORD', '${DB_PASSWORD-postgres}')).toBe(BY_NAME);
    expect(literalCredential('DB_PASSWORD', '${DB_PASSWORD:-${OTHER:-postgres}}')).toBe(BY_NAME);
    expect(literalCredential('DB_PASSWORD', '${DB_PASSWORD:-${OTHER}}')).toBeUndefined();
    expect(literalCredential('DB_PASSWORD', '${DB_PASSWORD:-/run/secrets/password}')).toBeUndefined();
  });

  test('a part of a reference is none', () => {
    expect(literalCredential('AUTH_TOKEN', 'Bearer ${TOKEN}')).toBeUndefined();
  });

  test('an escaped dollar is a dollar', () => {
    expect(literalCredential('DB_PASSWORD', '$${DB_PASSWORD}')).toBe(BY_NAME);
  });

  test('a connection string is one only with a credential in it', () => {
    expect(literalCredential('CONNECTION_STRING', 'mongodb://db:27017/web')).toBeUndefined();
    expect(literalCredential('CONNECTION_STRING', `mongodb://web:${random(6)}@db:27017/web`)).toBe('is an address with a password in it');
  });
});

describe('under another name', () => {
  test.each(['changeme', 'postgres', 'a-very-long-but-ordinary-value', '/run/secrets/db-password'])('%j is none', (value) => {
    expect(literalCredential('POSTGRES_PASSWORD_FILE', value)).toBeUndefined();
    expect(literalCredential('POSTGRES_USER', value)).toBeUndefined();
    expect(literalCredential(undefined, value)).toBeUndefined();
  });

  test('what is as random as a key is one, by whatever alphabet', () => {
    for (const length of [32, 40, 64]) expect(literalCredential('LICENCE', random(length))).toBe('is as random as a key');
    expect(literalCredential(undefined, `${random(43)}=`)).toBe('is as random as a key');
  });

  test('digests, ids and hex are random and none', () => {
    expect(literalCredential('COMMIT', random(40, HEX))).toBeUndefined();
    expect(literalCredential('VERSION', random(40))).toBeUndefined();
    expect(literalCredential('clientId', random(40))).toBeUndefined();
    expect(literalCredential('CA_BUNDLE', random(400))).toBeUndefined();
    expect(literalCredential('REQUEST', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff')).toBeUndefined();
  });

  test('of random keys nearly all are found', () => {
    const found = Array.from({ length: 300 }, (_, seed) => literalCredential('VALUE', random(40, undefined, seed + 1)));
    expect(found.filter((reason) => reason !== undefined).length).toBeGreaterThan(250);
  });

  test.each([
    ...[
      'registry.example/team/web:1.2.3@sha256:abcdef0123456789',
      'https://web.example/api/v2/Things/ServerSideApply0123456789',
      'HTTP1-TLS13-AES256-GCM-SHA384-ECDHE',
    ],
    ...[
      'ServerSideApplyEnabledByDefaultSince122',
      'Q4ReportgeneratorX9kB7mT2zRw',
      'com.example.web.ApplicationContextV2Configuration',
      '-Xmx512m -XX:+UseG1GC',
      'Europe/Berlin',
    ],
    ...[
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'MyCompany.Web.Api.Controllers.V1',
      'AllAlpha=true,RotateKubeletServerCertificate=true',
      '2026-11-25T03:44:28.123456Z',
    ],
    ...[
      'arn:aws:iam::123456789012:role/WebRole2ForEks',
      'SGVsbG8',
      'Mozilla/5.0',
      'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    ],
  ])('%s is none', (value) => {
    expect(literalCredential('VALUE', value)).toBeUndefined();
  });

  test('words joined in the ways of identifiers are none', () => {
    const word = fc.constantFrom(
      'server',
      'Side',
      'apply',
      'HTTP',
      'v1',
      'v2',
      'Config',
      'map',
      'Kubernetes',
      'prometheus',
      'Data',
      'source',
      '2024',
      'web',
      'API',
      'Default',
      'enabled',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 4, maxLength: 12 }), fc.constantFrom('-', '_', '/', '.', ' ', ','), (parts, joint) => {
        expect(literalCredential('VALUE', parts.join(joint))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

test('the reason never holds the value', () => {
  for (const [, token] of TOKENS) expect(literalCredential('DB_PASSWORD', token)).not.toContain(token);
  expect(literalCredential('DB_PASSWORD', random(40))).not.toContain(random(40));
});

describe('of the variables and settings of real manifests', () => {
  const CORPUS = join(__dirname, '../../fixtures/corpus');

  /** `[name, value, file]` of every variable (`{name, value}`) and of every text under a key. */
  function pairs(node: unknown, file: string, key?: string): [string | undefined, string, string][] {
    if (typeof node === 'string') return [[key, node, file]];
    if (Array.isArray(node)) return node.flatMap((each) => pairs(each, file, key));
    if (typeof node !== 'object' || node === null) return [];
    const { name, value } = node as { name?: unknown; value?: unknown };
    if (typeof name === 'string' && typeof value === 'string') return [[name, value, file]];
    return Object.entries(node).flatMap(([each, below]) => pairs(below, file, each));
  }

  const all = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(CORPUS, file), 'utf8');
      return loadAll(text).flatMap((document) => pairs(document, file));
    });

  test('these alone are taken for credentials', () => {
    const found = all.flatMap(([name, value, file]) => {
      const reason = literalCredential(name, value);
      return reason === undefined ? [] : [`${file}: ${name} ${reason}`];
    });
    expect(all.length).toBeGreaterThan(2_500);
    // Each is one: the goat's are its bait, and the voting app's database has this password.
    expect(found).toEqual([
      'kubernetes-goat/hunger-check_deployment.yaml: k8svaultapikey is written out under the name of a credential',
      'kubernetes-goat/hunger-check_deployment.yaml: k8swebhookapikey is written out under the name of a credential',
      'kubernetes-goat/system-monitor_deployment.yaml: k8sgoatvaultkey is as random as a key',
      'voting-app/db-deployment.yaml: POSTGRES_PASSWORD is written out under the name of a credential',
      'voting-app/docker-compose.images.yml: POSTGRES_PASSWORD is written out under the name of a credential',
      'voting-app/docker-compose.yml: POSTGRES_PASSWORD is written out under the name of a credential',
      'voting-app/docker-stack.yml: POSTGRES_PASSWORD is written out under the name of a credential',
    ]);
  });
});
