import { DAEMON_SETTINGS, isDaemonSetting } from '../../controls/docker-daemon/settings';
import { isObject } from '../../controls/requirement';

/** Flags that are written by another name than the key of daemon.json. */
const KEYS: Readonly<Record<string, string>> = {
  '-H': 'hosts',
  '-D': 'debug',
  '-l': 'log-level',
  '-G': 'group',
  '-s': 'storage-driver',
  '-b': 'bridge',
  '-p': 'pidfile',
  '--host': 'hosts',
  '--add-runtime': 'runtimes',
  '--authorization-plugin': 'authorization-plugins',
  '--cdi-spec-dir': 'cdi-spec-dirs',
  '--default-address-pool': 'default-address-pools',
  '--default-network-opt': 'default-network-opts',
  '--default-ulimit': 'default-ulimits',
  '--dns-opt': 'dns-opts',
  '--exec-opt': 'exec-opts',
  '--feature': 'features',
  '--insecure-registry': 'insecure-registries',
  '--label': 'labels',
  '--log-opt': 'log-opts',
  '--node-generic-resource': 'node-generic-resources',
  '--registry-mirror': 'registry-mirrors',
  '--storage-opt': 'storage-opts',
};

/** What the words of a command line of dockerd set, under the keys of daemon.json. */
export function settingsOfFlags(words: readonly string[]): {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly configFile: string | undefined;
} {
  const settings: Record<string, unknown> = {};
  let configFile: string | undefined;
  for (let index = 0; index < words.length; index++) {
    const [flag = '', ...rest] = (words[index] ?? '').split('=');
    const given = rest.length > 0 ? rest.join('=') : undefined;
    const key = KEYS[flag] ?? flag.replace(/^--/, '');
    if (key === 'config-file') {
      configFile = given ?? words[++index];
    } else if (flag.startsWith('-') && isDaemonSetting(key)) {
      const isBoolean = DAEMON_SETTINGS[key] === 'boolean';
      const text = given ?? (isBoolean ? 'true' : (words[++index] ?? ''));
      settings[key] = merged(settings[key], key, text);
    }
  }
  return { settings, configFile };
}

function merged(before: unknown, key: keyof typeof DAEMON_SETTINGS, text: string): unknown {
  switch (DAEMON_SETTINGS[key]) {
    case 'boolean':
      return /^(?:1|t|T|true|TRUE|True)$/.test(text);
    case 'integer':
      return Number(text);
    case 'texts':
    case 'objects':
      return [...(Array.isArray(before) ? before : []), text];
    case 'text':
      return text;
    default: {
      const [name = '', ...rest] = text.split('=');
      return { ...(isObject(before) && before), [name]: key === 'default-ulimits' ? ulimit(name, rest.join('=')) : rest.join('=') };
    }
  }
}

/** `1024:4096`, or one number for both. */
function ulimit(name: string, text: string): { readonly Name: string; readonly Soft: number; readonly Hard: number } {
  const [soft = '', hard = soft] = text.split(':');
  return { Name: name, Soft: Number(soft), Hard: Number(hard) };
}
