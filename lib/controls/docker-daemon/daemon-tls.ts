import { control } from '../control';
import { type Emit, failing, type Json } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';
import type { DaemonSetting } from './settings';

const CERTIFICATES = { tlscacert: '/etc/docker/tls/ca.pem', tlscert: '/etc/docker/tls/cert.pem', tlskey: '/etc/docker/tls/key.pem' };
const INSTRUCTIONS =
  'Remove the tcp address, and let clients come by `ssh://` or by the socket; or write `tlsverify: true` with tlscacert, tlscert and tlskey, and listen on port 2376.';
const FILES = Object.keys(CERTIFICATES) as readonly DaemonSetting[];

export const daemonTls = control({
  id: 'daemon-tls',
  family: 'docker-daemon',
  title: 'Authenticate remote access by TLS',
  severity: 'critical',
  why: 'Whoever reaches an open port of the engine starts a privileged container, and is root of the host.',
  references: { cisDocker: ['2.7'] },
  counterparts: { dockerBench: ['2.7'] },
  require: daemonRule({
    settings: ['hosts', 'tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey'],
    prose:
      '`hosts` of the engine must hold no tcp address, or `tlsverify`, `tlscacert`, `tlscert` and `tlskey` must all be set; port 2375 is never allowed',
    evaluate: (daemon, emit) => {
      const settings = settingsOf(daemon);
      const hosts: readonly unknown[] = Array.isArray(settings.hosts) ? settings.hosts : [];
      let open = false;
      for (const [index, host] of hosts.entries()) {
        if (typeof host !== 'string' || !isTcp(host)) continue;
        open = true;
        if (isPlainPort(host))
          emit(failing(['config', 'hosts', index], host, 'no tcp address, or one with port 2376 and client certificates', INSTRUCTIONS));
      }
      if (open) judgeCertificates(settings, emit);
      return true;
    },
  }),
  notes:
    '`dockerd --validate` accepts an open port. `tls` need not be written: `tlsverify` implies it; `tls` alone encrypts, and lets anybody in.',
  examples: {
    pass: [
      { because: 'nothing is written: the engine listens on its socket', ...exampleDaemon({}) },
      { because: 'it listens on sockets of the host', ...exampleDaemon({ hosts: ['unix:///var/run/docker.sock', 'fd://'] }) },
      {
        because: 'clients show a certificate',
        ...exampleDaemon({ hosts: ['tcp://10.0.0.5:2376'], tls: true, tlsverify: true, ...CERTIFICATES }),
      },
    ],
    fail: [
      { because: 'anybody in the network is root of the host', ...exampleDaemon({ hosts: ['tcp://0.0.0.0:2375'] }) },
      { because: 'a name without a scheme is a tcp address', ...exampleDaemon({ hosts: ['127.0.0.1'] }) },
      {
        because: 'the port without TLS is used, though TLS is configured',
        ...exampleDaemon({ hosts: ['tcp://10.0.0.5:2375'], tlsverify: true, ...CERTIFICATES }),
      },
      {
        because: 'the connection is encrypted, but clients show nothing',
        ...exampleDaemon({ hosts: ['tcp://10.0.0.5:2376'], tls: true, ...CERTIFICATES }),
      },
      { because: 'there is no authority that says who a client is', ...exampleDaemon({ hosts: ['tcp://10.0.0.5:2376'], tlsverify: true }) },
    ],
  },
});

/** A name without a scheme is a tcp address too. */
function isTcp(host: string): boolean {
  return host.startsWith('tcp://') || !host.includes('://');
}

/** Port 2375, written or not: it is what the engine takes where no port is written. */
function isPlainPort(host: string): boolean {
  const address = host.replace(/^tcp:\/\//, '').replace(/\/.*$/, '');
  return /:2375$/.test(address) || !/:\d+$/.test(address);
}

function judgeCertificates(settings: Json, emit: Emit): void {
  if (settings.tls === false) emit(failing(['config', 'tls'], false, 'absent or `true`', INSTRUCTIONS));
  if (settings.tlsverify !== true) emit(failing(['config', 'tlsverify'], settings.tlsverify, '`true`', INSTRUCTIONS));
  for (const key of FILES) {
    const path: unknown = settings[key];
    if (typeof path !== 'string' || path === '') emit(failing(['config', key], path, 'the path of a file', INSTRUCTIONS));
  }
}
