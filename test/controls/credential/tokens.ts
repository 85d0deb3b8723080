/** Characters without a pattern, the same at each run. Tokens are put together when the tests run: none stands in the repository. */
export function random(length: number, alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', seed = 7): string {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += alphabet.charAt((state >>> 16) % alphabet.length);
  }
  return text;
}

export const HEX = '0123456789abcdef';
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const joined = (...parts: readonly string[]): string => parts.join('');
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** One credential of each format, and the format's name. */
export const TOKENS: readonly (readonly [format: string, token: string])[] = [
  ['an AWS access key id', joined('AK', 'IA', random(16, BASE32))],
  ['an AWS access key id', joined('AS', 'IA', random(16, BASE32))],
  ['a GitHub token', joined('gh', 'p_', random(36))],
  ['a GitHub token', joined('github', '_pat_', random(22), '_', random(59))],
  ['a GitLab token', joined('gl', 'pat-', random(20))],
  ['a GitLab token', joined('gl', 'rt-', random(20))],
  ['a Slack token', joined('xo', 'xb-', random(12, '0123456789'), '-', random(24))],
  ['a Slack token', joined('xa', 'pp-1-A', random(10, BASE32), '-', random(13, '0123456789'), '-', random(64, HEX))],
  [
    'the address of a Slack webhook',
    joined('https://hooks.slack', '.com/services/T', random(8, BASE32), '/B', random(8, BASE32), '/', random(24)),
  ],
  ['a Stripe key', joined('sk', '_live_', random(24))],
  ['a Stripe key', joined('rk', '_test_', random(24))],
  ['the secret of a webhook', joined('wh', 'sec_', random(32))],
  ['a Google API key', joined('AI', 'za', random(35))],
  ['a Google OAuth secret', joined('GOC', 'SPX-', random(28))],
  ['a Google access token', joined('ya', '29.', random(60))],
  ['a key of Azure Storage or Cosmos DB', joined('DefaultEndpointsProtocol=https;AccountName=web;Account', 'Key=', random(86), '==;')],
  ['a shared access key of Azure', joined('Endpoint=sb://web.example/;SharedAccessKeyName=all;SharedAccess', 'Key=', random(43), '=')],
  ['a shared access signature of Azure', joined('https://web.example/data?sv=2024-11-04&si', 'g=', random(43), '%3D')],
  ['a client secret of Microsoft Entra', joined(random(3), '8Q', '~', random(34))],
  ['an npm token', joined('np', 'm_', random(36))],
  ['a PyPI token', joined('pypi', '-AgE', random(120))],
  ['a RubyGems key', joined('ruby', 'gems_', random(48, HEX))],
  ['a Docker Hub token', joined('dck', 'r_pat_', random(27))],
  ['a join token of a Swarm', joined('SWM', 'TKN-1-', random(50, lower), '-', random(25, lower))],
  ['a Vault token', joined('hv', 's.', random(24))],
  ['a Terraform Cloud token', joined(random(14), '.atlas', 'v1.', random(67))],
  ['a Doppler token', joined('d', 'p.pt.', random(43))],
  ['a Doppler token', joined('d', 'p.st.prd.', random(43))],
  ['a Pulumi token', joined('pu', 'l-', random(40, HEX))],
  ['a SendGrid key', joined('S', 'G.', random(22), '.', random(43))],
  ['a Twilio API key', joined('S', 'K', random(32, HEX))],
  ['a Mailgun key', joined('ke', 'y-', random(32, HEX))],
  ['a Mailchimp key', joined(random(32, HEX), '-u', 's12')],
  ['a DigitalOcean token', joined('do', 'p_v1_', random(64, HEX))],
  ['a Databricks token', joined('da', 'pi', random(32, HEX))],
  ['an OpenAI key', joined('s', 'k-proj-', random(40), 'T3Blb', 'kFJ', random(40))],
  ['an Anthropic key', joined('s', 'k-ant-', 'api03-', random(93), 'AA')],
  ['a Hugging Face token', joined('h', 'f_', random(34))],
  ['a Grafana token', joined('gl', 'sa_', random(32), '_', random(8, HEX))],
  ['a Grafana token', joined('gl', 'c_', random(60))],
  ['a New Relic key', joined('NR', 'AK-', random(27, BASE32))],
  ['a Sentry token', joined('sn', 'tryu_', random(64, HEX))],
  ['a Shopify token', joined('sh', 'pat_', random(32, HEX))],
  ['a Telegram bot token', joined(random(9, '123456789'), ':A', 'A', random(33))],
  ['a Tailscale key', joined('ts', 'key-auth-', random(17), '-', random(32))],
  ['a private key', joined('-----BEGIN RSA PRIVATE', ' KEY-----\n', random(64), '\n')],
  ['a private key', joined('-----BEGIN PRIVATE', ' KEY-----')],
  ['a private key', joined('-----BEGIN PGP PRIVATE', ' KEY BLOCK-----')],
  ...['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '].map((kind): readonly [string, string] => [
    'a private key',
    Buffer.from(joined('-----BEGIN ', kind, 'PRIVATE', ' KEY-----\n', random(64), '\n')).toString('base64'),
  ]),
  ['a login of a kubeconfig', joined('    client-key', '-data: ', random(80), '=')],
  ['a login of a kubeconfig', joined('- name: web\n  user:\n    to', 'ken: ', random(40))],
  ['a login of a kubeconfig', joined('{"name":"web","user":{"to', 'ken":"', random(40), '"}}')],
  ['a login of a .netrc file', joined('machine api.example\n  login web\n  pass', 'word ', random(12))],
  ['a private key', joined('PuTTY-User-Key', '-File-3: ssh-ed25519')],
  ['an age identity', joined('AGE-SECRET', '-KEY-1', random(58, BASE32))],
  ['a JSON Web Token', joined('ey', 'J', random(30), '.ey', 'J', random(40), '.', random(43))],
  ['an address with a password in it', joined('postgres://web:', random(8), '@db:5432/web')],
  ['an address with a password in it', joined('redis://:', random(8), '@cache')],
  ['an address with a credential in its query', joined('jdbc:mysql://db/web?user=web&pass', 'word=', random(8))],
  ['a connection string with a password', joined('Server=db;User Id=sa;Pass', 'word=', random(8), ';')],
  ['a connection string with a password', joined('Server=db;User Id=sa;Pass', 'word=', random(8))],
  ['a connection string with a password', joined('Pwd=', random(8), ';Server=db')],
  ['a connection string with a password', joined('host=db port=5432 user=web pass', 'word=', random(8))],
  ['a header that authenticates', joined('Authorization: Bas', 'ic ', random(20), '=')],
  ['a header that authenticates', joined('{"authorization": "Bear', 'er ', random(20), '"}')],
  ['a login of a registry', joined('{"auths": {"registry.example": {"au', 'th": "', random(24), '"}}}')],
  ['a login of a registry', joined('{"auths":{"registry.example":{"identity', 'token":"', random(24), '"}}}')],
  ['a login of a registry', joined('db: "{\\"auths\\":{\\"registry.example\\":{\\"au', 'th\\":\\"', random(24), '\\"}}}"')],
  ['a login of a registry', joined('//registry.example/:_auth', 'Token=', random(36))],
  ['a hash of a password', joined('web:$', '2y$05$', random(53))],
  ['a hash of a password', joined('web:$$', '2y$$05$$', random(53))],
  ['a hash of a password', joined('web:$', 'apr1$', random(8), '$', random(22))],
  ['a hash of a password', joined('web:{', 'SHA}', random(27), '=')],
  ['a hash of a password', joined('$', '6$', random(16), '$', random(86))],
  ['a hash of a password', joined('$', 'argon2id$v=19$m=65536,t=3,p=4$', random(22), '$', random(43))],
];
