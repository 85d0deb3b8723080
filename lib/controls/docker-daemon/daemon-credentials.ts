import { control } from '../control';
import { type Emit, failing, isObject, type Path } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const PROXY =
  'Let the proxy know the host by its address or by a certificate, or give the address with the password in a file that the unit of the engine alone reads (`EnvironmentFile=`, mode 0600).';
const TOKEN =
  'Send logs by an agent on the host that has the token (`fluentd`, `gelf` or `journald` as log driver), so that daemon.json and `docker inspect` do not show it.';
const SHOWN = 'a credential';

export const daemonCredentials = control({
  id: 'daemon-credentials',
  family: 'docker-daemon',
  title: 'Keep credentials out of daemon.json',
  severity: 'high',
  why: 'Everybody on the host reads daemon.json, and everybody who may inspect a container reads the options of its log driver.',
  references: { docker: 'https://docs.docker.com/engine/daemon/proxy/' },
  counterparts: {},
  require: daemonRule({
    settings: ['proxies', 'http-proxy', 'https-proxy', 'log-opts'],
    prose: 'neither an address of a proxy nor `log-opts` of the engine may hold a credential',
    evaluate: (daemon, emit) => {
      const settings = settingsOf(daemon);
      const proxies: unknown = settings.proxies;
      for (const key of ['http-proxy', 'https-proxy']) {
        judgeProxy(settings[key], ['config', key], emit);
        if (isObject(proxies)) judgeProxy(proxies[key], ['config', 'proxies', key], emit);
      }
      const options: unknown = settings['log-opts'];
      const token: unknown = isObject(options) ? options['splunk-token'] : undefined;
      if (typeof token === 'string' && token !== '') emit(failing(['config', 'log-opts', 'splunk-token'], SHOWN, 'absent', TOKEN));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'there is none', ...exampleDaemon({}) },
      { because: 'the proxy asks for no password', ...exampleDaemon({ proxies: { 'https-proxy': 'http://proxy.example:3128' } }) },
    ],
    fail: [
      {
        because: 'the address has a password',
        ...exampleDaemon({ proxies: { 'https-proxy': 'http://user:password@proxy.example:3128' } }),
      },
      { because: 'the options have a token', ...exampleDaemon({ 'log-driver': 'splunk', 'log-opts': { 'splunk-token': 'example' } }) },
    ],
  },
});

function judgeProxy(address: unknown, path: Path, emit: Emit): void {
  if (typeof address === 'string' && /\/\/[^/@]*:[^/@]+@/.test(address)) emit(failing(path, SHOWN, 'an address without a password', PROXY));
}
