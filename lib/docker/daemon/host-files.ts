import { type WriteOptions, writeNewFiles } from '../write-new-files';
import { auditRules } from './audit-rules';
import { type ClientSettings, clientConfig, clientEnvironment } from './client-settings';
import type { DaemonConfig } from './daemon-config';
import { serviceDropIn, socketDropIn } from './systemd-units';

/** Files of a host by their path below `/`. */
export class HostFiles {
  public constructor(
    /** Path below `/` → text. */
    public readonly files: Readonly<Record<string, string>>,
  ) {}

  /**
   * Writes them below a folder: `/` on the host itself, or the root of what a configuration management copies.
   *
   * @returns the paths that were written; none where all say the same already
   * @throws a TemperedError `file-exists` that names each file that says something else, unless `overwrite` is set
   */
  public write(root: string, options?: WriteOptions): readonly string[] {
    return writeNewFiles(root, this.files, options);
  }
}

/**
 * The files of a host whose engine runs as root: daemon.json, drop-ins for docker.service and docker.socket, rules for auditd, and
 * the configuration of root's command line. After them: `systemctl daemon-reload`, `systemctl restart docker`, `augenrules --load`.
 */
export function hostFiles(daemon: DaemonConfig, client: ClientSettings = {}): HostFiles {
  const { settings } = daemon;
  const environment = clientEnvironment(client);
  return new HostFiles({
    'etc/docker/daemon.json': daemon.text(),
    'etc/systemd/system/docker.service.d/10-tempered.conf': serviceDropIn(settings),
    'etc/systemd/system/docker.socket.d/10-tempered.conf': socketDropIn(settings),
    'etc/audit/rules.d/50-docker.rules': auditRules(settings['data-root']),
    'root/.docker/config.json': clientConfig(client),
    ...(environment !== undefined && { 'etc/profile.d/50-docker.sh': environment }),
  });
}
