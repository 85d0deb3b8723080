import { isDaemonSetting } from '../../controls/docker-daemon/settings';
import type { Finding } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { resource } from '../../engine/resource';
import { isDay, type Waiver, waiverAnnotation } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import { type Profile, restricted } from '../../profiles';
import { type WriteOptions, writeNewFiles } from '../write-new-files';
import type { DaemonSettings } from './daemon-settings';

/** How root of a container is kept from being root of the host. */
export type DaemonIsolation = 'userns-remap' | 'rootless' | 'none';

/** What is known of an engine beside its settings. */
export interface DaemonConfigOptions {
  /**
   * How root of a container is kept from being root of the host. `userns-remap` makes it another user; on a host in use that
   * hides its images and containers, and files of volumes belong to others. `rootless` runs the engine itself without root
   * (`rootlessSetup` has the files). `none` is advice against, not an error.
   *
   * @default 'userns-remap'
   */
  readonly isolation?: DaemonIsolation;
  /**
   * The engine is part of a Swarm, which `live-restore` excludes.
   *
   * @default false
   */
  readonly swarm?: boolean;
  /** What is asked of it. Default: `restricted`. */
  readonly profile?: Profile;
  /**
   * What is insecure on purpose, each for a reason and until a day. They become labels of the engine, so that an audit of the file,
   * or of the running engine, still knows of them.
   *
   * @default - nothing
   */
  readonly waivers?: readonly Omit<Waiver, 'container'>[];
}

/** A daemon.json that is hardened. */
export class DaemonConfig {
  public constructor(
    /** All settings, those that were given first. */
    public readonly settings: DaemonSettings,
    /** What the profile advises besides, and only a person can decide. */
    public readonly advice: readonly Finding[],
    /** How root of a container is kept from being root of the host. */
    public readonly isolation: DaemonIsolation,
  ) {}

  /** The text of the file. */
  public text(): string {
    return `${JSON.stringify(this.settings, undefined, 2)}\n`;
  }

  /**
   * Writes `daemon.json` into a folder, `/etc/docker` or `~/.config/docker` (rootless). `dockerd --validate --config-file` reads it.
   *
   * @returns the paths that were written; none where the file says the same already
   * @throws a TemperedError `file-exists` where it says something else, unless `overwrite` is set
   */
  public write(folder: string, options?: WriteOptions): readonly string[] {
    return writeNewFiles(folder, { 'daemon.json': this.text() }, options);
  }
}

/**
 * More processes than the containers of one user are likely to have: the kernel counts them by user over all containers, so that
 * a tight bound would let one container keep another from starting. `--pids-limit` is the tight one.
 */
const NPROC = { Name: 'nproc', Soft: 16384, Hard: 32768 };

/** What makes an engine ask every client for a certificate; the files are where its documentation keeps them. */
const TLS = {
  tlsverify: true,
  tlscacert: '/etc/docker/tls/ca.pem',
  tlscert: '/etc/docker/tls/cert.pem',
  tlskey: '/etc/docker/tls/key.pem',
} as const satisfies DaemonSettings;

/**
 * The configuration of an engine: what is given, and for all else what the audit's own repair would write. With a tcp
 * address among `hosts`, clients must show a certificate, and the files are expected in `/etc/docker/tls`.
 *
 * @example
 * ```ts
 * daemonConfig({ 'log-driver': 'journald', 'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }] }).write('/etc/docker');
 * ```
 * @throws a TemperedError `insecure-daemon` where a setting is insecure and not waived, `unknown-setting` for a key that no engine
 * has (it would not start), `invalid-waiver` for a waiver without reason or day
 */
export function daemonConfig(settings: DaemonSettings = {}, options: DaemonConfigOptions = {}): DaemonConfig {
  const { isolation = 'userns-remap', swarm = false, profile = restricted, waivers = [] } = options;
  const unknown = Object.keys(settings).filter((key) => !isDaemonSetting(key));
  if (unknown.length > 0)
    throw new TemperedError('unknown-setting', `no engine has the setting ${unknown.join(', ')}, and none would start with it`);
  const annotations = Object.fromEntries(waivers.map((waiver) => annotationOf(waiver)));
  const hardened = harden(
    resource({
      apiVersion: 'docker/v1',
      kind: 'Daemon',
      metadata: { name: 'daemon.json', annotations },
      declaredBy: 'file',
      ...(isolation === 'rootless' && { rootless: true }),
      ...(swarm && { swarm: true }),
      config: {
        ...(listensOnNetwork(settings) && TLS),
        ...settings,
        // A file does not say whether its engine is in a Swarm, so that an audit leaves it to a person; here it is said.
        ...(!swarm && { 'live-restore': settings['live-restore'] ?? true }),
        ...(isolation === 'userns-remap' && { 'userns-remap': settings['userns-remap'] ?? 'default' }),
        'default-ulimits': { nproc: NPROC, ...settings['default-ulimits'] },
        ...(waivers.length > 0 && {
          labels: [...(settings.labels ?? []), ...Object.entries(annotations).map(([key, value]) => `${key}=${value}`)],
        }),
      },
    }),
    { profile },
  );
  stopInsecure(hardened.findings);
  return new DaemonConfig(
    hardened.resource.object.config,
    hardened.findings.filter(({ level }) => level !== 'fail'),
    isolation,
  );
}

function listensOnNetwork({ hosts = [] }: DaemonSettings): boolean {
  return hosts.some((host) => host.startsWith('tcp://') || !host.includes('://'));
}

function annotationOf(waiver: Omit<Waiver, 'container'>): readonly [string, string] {
  if (waiver.reason.trim() === '' || !isDay(waiver.expires))
    throw new TemperedError('invalid-waiver', `the waiver of ${waiver.control} needs a reason, and expires as YYYY-MM-DD`);
  const { key, value } = waiverAnnotation([waiver]);
  return [key, value];
}

function stopInsecure(findings: readonly Finding[]): void {
  const stopping = findings.filter(({ level }) => level === 'fail');
  const [first] = stopping;
  if (first === undefined) return;
  const lines = stopping.map(
    ({ control, message, fix }) => `  ${control}: ${message}${fix.op === 'manual' ? `\n    ${fix.instructions}` : ''}`,
  );
  throw new TemperedError('insecure-daemon', ['the engine would be insecure:', ...lines].join('\n'), {
    hint: `Repair it, or waive: { waivers: [{ control: '${first.control}', reason: '…', expires: 'YYYY-MM-DD' }] }.`,
  });
}
