import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject } from '../requirement';
import { exampleClient } from './example-client';

const LOGIN =
  'Revoke the credential, write the `credsStore` of your platform (`osxkeychain`, `wincred`, `secretservice`, `pass`), and log in again; in a pipeline use short-lived tokens, and remove the file at the end.';
const PROXY = 'Remove the password from the address: the client hands it to every container and every build.';
const SHOWN = 'a credential';

export const clientCredentialStore = control({
  id: 'client-credential-store',
  family: 'docker-daemon',
  title: 'Keep registry credentials in a store',
  severity: 'high',
  why: 'A password in config.json is only encoded: whoever reads the file, a copy of it or a layer that holds it pushes images in your name.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/login/#credential-stores' },
  counterparts: {},
  require: docker({
    kinds: [DOCKER.client],
    prose: '`auths` of config.json must hold no credential, and no address of a proxy a password',
    evaluate: ({ config }, emit) => {
      if (!isObject(config)) return false;
      for (const [registry, entry] of Object.entries(isObject(config.auths) ? config.auths : {}))
        if (isObject(entry) && entry.plain === true)
          emit(failing(['config', 'auths', registry], SHOWN, 'empty, with the credential in a store', LOGIN));
      for (const [engine, entry] of Object.entries(isObject(config.proxies) ? config.proxies : {}))
        if (isObject(entry) && entry.password === true)
          emit(failing(['config', 'proxies', engine], SHOWN, 'an address without a password', PROXY));
      return true;
    },
  }),
  examples: {
    pass: [
      {
        because: 'the store has it',
        ...exampleClient({ config: { credsStore: 'pass', auths: { 'registry.example': { plain: false } } } }),
      },
      { because: 'nobody is logged in', ...exampleClient({ config: {} }) },
    ],
    fail: [
      { because: 'the file has it', ...exampleClient({ config: { auths: { 'registry.example': { plain: true } } } }) },
      { because: 'the proxy has a password', ...exampleClient({ config: { proxies: { default: { password: true } } } }) },
    ],
  },
});
