// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose and Helm write them.
import fc from 'fast-check';
import { CREDENTIAL_FORMATS, credentialFormat, literalCredential } from '../../../lib/controls/credential';
import { random, TOKENS } from './tokens';

describe('a credential is known by its format', () => {
  test.each(TOKENS.map(([format, token], index) => [`${format} (${index})`, format, token] as const))('%s', (_, format, token) => {
    expect(credentialFormat(token)).toBe(format);
    expect(credentialFormat(`first line\n${token}\nlast line`)).toBe(format);
    expect(literalCredential('GREETING', token)).toBe(`is ${format}`);
  });

  test('an address has a password in it, wherever its user comes from', () => {
    expect(credentialFormat('postgres://{{ .user }}:Tr0ub4dor@db/shop')).toBe('an address with a password in it');
    expect(credentialFormat('postgres://${USER}:${PASSWORD}@db/shop')).toBeUndefined();
  });

  test('there is a token of each format in these tests', () => {
    const missing = CREDENTIAL_FORMATS.filter(({ pattern, dollars }) => {
      return !TOKENS.some(([, token]) => pattern.test(dollars === true ? token.replaceAll('$$', '$') : token));
    });
    expect(missing).toEqual([]);
  });

  test.each(CREDENTIAL_FORMATS.map((format) => [`${format.name}: ${format.holds}`, format] as const))(
    '%s: the text that the search begins with is in every token',
    (_, { pattern, holds, dollars, name, source }) => {
      expect(source).toMatch(/^https:\/\//);
      expect(name).toMatch(/^(?:an?|the) /);
      for (const [, token] of TOKENS) {
        const text = dollars === true ? token.replaceAll('$$', '$') : token;
        if (pattern.test(text)) expect(text).toContain(holds);
      }
    },
  );
});

describe('no credential is', () => {
  const parts = (...all: readonly string[]): string => all.join('');
  test.each([
    ['an address without a password', 'postgres://web@db:5432/web'],
    ['an address with a port', 'http://web.example:8080/login?next=a@b'],
    ['a reference in an address', parts('postgres://web:$', '{DB_PASSWORD}@db')],
    ['a reference that must be set', parts('postgres://web:$', '{DB_PASSWORD:?set it}@db')],
    ['a reference of Kubernetes', 'postgres://web:$(DB_PASSWORD)@db'],
    ['a template', 'postgres://web:{{ .Values.password }}@db'],
    ['a placeholder in an address', 'postgres://web:<password>@db'],
    ['stars in an address', 'postgres://web:****@db'],
    ['a public key', '-----BEGIN PUBLIC KEY-----'],
    ['a certificate', '-----BEGIN CERTIFICATE-----'],
    ['a certificate in base64', Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB').toString('base64')],
    ['a public key in base64', Buffer.from('-----BEGIN PUBLIC KEY-----\nMIIB').toString('base64')],
    ['a kubeconfig without a login', 'users:\n- name: web\n  user:\n    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n'],
    ['a reference in a kubeconfig', parts('user:\n  token: $', '{KUBE_TOKEN}')],
    ['the access key of a manual', parts('AKIA', 'IOSFODNN7', 'EXAMPLE')],
    ['a .netrc file that is filled in', parts('machine api.example login web password $', '{PASSWORD}')],
    ['prose about machines', 'On each machine the login page asks for a password that it keeps'],
    ['a digest', `sha256:${random(64, '0123456789abcdef')}`],
    ['a word that only begins so', 'AKIA and ghp_ are prefixes, eyJ begins a token'],
    ['the name of a header', 'Authorization: Bearer realm'],
    ['a connection string without a password', 'Server=db;Database=web;Integrated Security=true'],
    ['a password that comes from elsewhere', parts('Server=db;Password=$', '{PW};')],
    ['a price', 'costs $1 or $5, $6 at most'],
    ['a part of a longer word', `xAKIA${random(16, 'ABCDEFGH')}`],
  ])('%s', (_, text) => {
    expect(credentialFormat(text)).toBeUndefined();
  });
});

describe('a default in a reference is read as if it stood there', () => {
  const password = random(8);
  test.each([
    ['of an address', `postgres://web:\${PW:-${password}}@db`, 'an address with a password in it'],
    ['of Spring', `postgres://web:\${PW:${password}}@db`, 'an address with a password in it'],
    ['inside of another', `postgres://web:\${PW:-\${OLD:-${password}}}@db`, 'an address with a password in it'],
    ['of which the innermost is a reference', 'postgres://web:${PW:-${OLD:-${OLDEST}}}@db', undefined],
  ])('%s', (_, text, format) => {
    expect(credentialFormat(text)).toBe(format);
  });

  test('a reference that is never closed is none', () => {
    expect(credentialFormat('postgres://web:${PW@db')).toBe('an address with a password in it');
  });
});

describe('a long text', () => {
  /** Pieces that begin matches, so that a search that goes back would take quadratic time: minutes for these lengths. */
  const PIECES = [
    ...[
      'eyJ',
      'eyJaaaaaaaaa.',
      '://',
      '://a:',
      'a',
      'A',
      '-',
      '$',
      '$1$',
      '${a:-',
      '${',
      '{{',
      '}',
      '$(',
      'user=a ',
      'host=',
      'password=',
      '?token=',
    ],
    ...[
      'ghp_',
      'glpat-',
      'xoxb-',
      'sk-',
      'sk_live_',
      '-----BEGIN ',
      'A '.repeat(3),
      'hvs.',
      'SG.',
      '"auth": ',
      ':_auth=',
      'a.',
      ';pwd=',
      '; password = ',
    ],
    ...['Authorization: ', 'Bearer ', '0Q~', '1234567890:AA', '{SHA}', '$argon2id$v=1$m=', 'sig=', '&', 'x:y@', '/', '\n', '"', ' '],
  ];

  test.each(PIECES)('of %j alone is searched to its end', (piece) => {
    const token = TOKENS[2]?.[1] ?? '';
    const text = `${piece.repeat(Math.floor(1_048_000 / piece.length))}\n\n${token}`;
    expect(credentialFormat(text)).toBe('a GitHub token');
  });

  test('of mixed pieces is searched to its end', () => {
    const piece = fc.constantFrom(...PIECES);
    const token = TOKENS[2]?.[1] ?? '';
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const text = pieces.join('').repeat(2_000);
        expect(credentialFormat(`${text}\n${token}`)).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  test('is searched up to one MiB', () => {
    const token = TOKENS[0]?.[1] ?? '';
    expect(credentialFormat(`${' '.repeat(1_048_000)}${token}`)).toBe('an AWS access key id');
    expect(credentialFormat(`${' '.repeat(1_048_576)}${token}`)).toBeUndefined();
  });
});

test('any text has an answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(['string', 'undefined']).toContain(typeof credentialFormat(text));
    }),
    { numRuns: 200 },
  );
});
