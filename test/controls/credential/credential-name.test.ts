import fc from 'fast-check';
import { isCredentialName } from '../../../lib/controls/credential';

describe('a name stands for a credential', () => {
  test.each([
    ...['PASSWORD', 'POSTGRES_PASSWORD', 'PGPASSWORD', 'MYSQL_PWD', 'DB_PASS', 'SMTP_PASSWD', 'SSHPASS', 'KEY_PASSPHRASE'],
    ...['SECRET', 'CLIENT_SECRET', 'clientSecret', 'SECRET_KEY', 'SECRET_KEY_BASE', 'SECRETS', 'JWT_TOKEN_SECRET', 'API_KEY_SECRET'],
    ...['TOKEN', 'GITHUB_TOKEN', '--token', 'x-api-token', 'authToken', 'BEARER'],
    ...['API_KEY', 'APIKEY', 'openai_api_key', 'PRIVATE_KEY', 'sshPrivateKey', 'ENCRYPTION_KEY', 'APP_KEY', 'tls.key'],
    ...['AWS_SECRET_ACCESS_KEY', 'AZURE_STORAGE_KEY', 'AZURE_STORAGE_CONNECTION_STRING', 'ConnectionString', 'DB_CONNSTR'],
    ...['DB_CREDENTIALS', 'GITHUB_PAT', 'NEO4J_AUTH', 'RABBITMQ_ERLANG_COOKIE', '.dockerconfigjson', '.htpasswd'],
    ...['spring.datasource.password', 'Auth__Password', 'PASSWORD_2', 'API_KEY_PROD', 'TOKEN_BASE64', 'DB_PASSWORD_V2'],
  ])('%s', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });
});

describe('a name only speaks of one, or of something else', () => {
  test.each([
    ...['POSTGRES_PASSWORD_FILE', 'TOKEN_PATH', 'TOKEN_URL', 'SECRET_NAME', 'PASSWORD_POLICY', 'PASSWORD_MIN_LENGTH', 'API_KEY_HEADER'],
    ...['KEY_ID', 'AWS_ACCESS_KEY_ID', 'CLIENT_ID', 'TOKEN_EXPIRY', 'TOKEN_TTL', 'MAX_TOKENS', 'JWT_ALGORITHM', 'SECRET_ROTATION_DAYS'],
    ...['PUBLIC_KEY', 'SSH_PUBLIC_KEY', 'NEXT_PUBLIC_API_KEY', 'PUBLIC_TOKEN', 'CSRF_TOKEN', 'GPG_KEY', 'PRIMARY_KEY', 'PARTITION_KEY'],
    ...['PWD', 'OLDPWD', 'BYPASS', 'COMPASS', 'AUTHOR', 'AUTHORITY', 'KEYBOARD', 'MONKEY', 'PASSENGERS', 'COMPAT', 'PATH', 'COOKIE', ''],
    ...['REGISTRY_PASSWORD_SECRET', 'AWS_ACCESS_KEY_ID_SECRET', 'IMAGE_PULL_SECRET', 'existingSecret', 'TLS_SECRET'],
    ...['DATABASE_URL', 'POSTGRES_USER', 'POSTGRES_HOST_AUTH_METHOD', 'TOKENIZER', 'SECRETARY'],
  ])('%s', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

test('what is written before a credential, and how its words are joined, changes nothing', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/).filter((each) => !['public', 'pub', 'csrf', 'xsrf', 'publishable'].includes(each));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), fc.constantFrom('_', '-', '.', '__', '/'), (before, joint) => {
      expect(isCredentialName([...before, 'password'].join(joint))).toBe(true);
      expect(isCredentialName([...before, 'PASSWORD', 'FILE'].join(joint))).toBe(false);
    }),
    { numRuns: 100 },
  );
});
