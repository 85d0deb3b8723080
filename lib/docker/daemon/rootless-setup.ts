import { TemperedError } from '../../errors';
import { type ClientSettings, clientConfig } from './client-settings';
import type { DaemonConfig } from './daemon-config';
import { HostFiles } from './host-files';

/** Who runs an engine without root. */
export interface RootlessOptions {
  /** The account, which exists; best one that does nothing else. */
  readonly user: string;
  /**
   * Where its files are.
   *
   * @default - `/home/USER`
   */
  readonly home?: string;
  /**
   * The first of the ids that users of containers become, and how many; no other account may have them.
   *
   * @default { start: 231072, count: 65536 }, behind the first two ranges that distributions give out
   */
  readonly subordinateIds?: { readonly start: number; readonly count: number };
  /** The configuration of the account's command line. Default: logins are kept by `pass`. */
  readonly client?: ClientSettings;
}

/** Enough for a container of ordinary images, whose ids go up to 65534. */
const FEWEST_IDS = 65536;

/**
 * The files of an engine that runs without root (https://docs.docker.com/engine/security/rootless/), and `rootless-setup.sh`, which
 * root runs once: it gives the account its ids, lets it run without a login, stops the engine that runs as root, and starts the
 * other by Docker's own `dockerd-rootless-setuptool.sh`. It can be run again.
 *
 * An engine before 28 needs `userland-proxy` to publish ports without root.
 *
 * @throws a TemperedError `not-rootless` where the daemon.json was made for an engine that runs as root, `invalid-rootless` for a
 * name of an account that could be more than a name, or ids that are too few
 */
export function rootlessSetup(daemon: DaemonConfig, options: RootlessOptions): HostFiles {
  const { user, home = `/home/${user}`, subordinateIds: { start, count } = { start: 231072, count: FEWEST_IDS } } = options;
  if (daemon.isolation !== 'rootless')
    throw new TemperedError('not-rootless', 'the daemon.json is for an engine that runs as root', {
      hint: "Make it with daemonConfig({ … }, { isolation: 'rootless' }).",
    });
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(user) || user === 'root')
    throw new TemperedError('invalid-rootless', `${JSON.stringify(user)} cannot be the account of an engine without root`);
  if (!/^(\/[\w.-]+)+$/.test(home))
    throw new TemperedError('invalid-rootless', `${JSON.stringify(home)} is no absolute path of plain names`);
  if (!Number.isInteger(start) || !Number.isInteger(count) || start < 65536 || count < FEWEST_IDS)
    throw new TemperedError('invalid-rootless', `subordinate ids must be ${FEWEST_IDS} or more, from 65536 on`);
  const folder = home.slice(1);
  return new HostFiles({
    [`${folder}/.config/docker/daemon.json`]: daemon.text(),
    [`${folder}/.docker/config.json`]: clientConfig(options.client),
    // Without it the limits of containers on memory, processes and CPU are ignored.
    'etc/systemd/system/user@.service.d/10-docker-delegate.conf': '[Service]\nDelegate=cpu cpuset io memory pids\n',
    // The minus passes over what a kernel does not have: Debian's switch is one.
    'etc/sysctl.d/50-docker-rootless.conf': '-kernel.unprivileged_userns_clone = 1\nuser.max_user_namespaces = 28633\n',
    // Where AppArmor keeps user namespaces from programs without a profile (Ubuntu 24.04), this one may have them.
    'etc/apparmor.d/usr.bin.rootlesskit': APPARMOR,
    'rootless-setup.sh': setupScript(user, home, start, count),
  });
}

const APPARMOR = `abi <abi/4.0>,
include <tunables/global>

/usr/bin/rootlesskit flags=(unconfined) {
  userns,
  include if exists <local/usr.bin.rootlesskit>
}
`;

function setupScript(user: string, home: string, start: number, count: number): string {
  return `#!/bin/sh
# Sets up a Docker engine that runs without root, as ${user}. Root runs it, once or again.
set -eu
user=${user} home=${home}
if [ "$(id -u)" -ne 0 ]; then echo "run this as root" >&2; exit 1; fi
uid=$(id -u "$user")
for program in newuidmap newgidmap dockerd-rootless-setuptool.sh loginctl runuser; do
  command -v "$program" >/dev/null || { echo "$program is missing: install uidmap and docker-ce-rootless-extras" >&2; exit 1; }
done
grep -q "^$user:" /etc/subuid || usermod --add-subuids ${start}-${start + count - 1} "$user"
grep -q "^$user:" /etc/subgid || usermod --add-subgids ${start}-${start + count - 1} "$user"
chown -R "$user:" "$home/.config" "$home/.docker"
chmod 0700 "$home/.docker"
sysctl --quiet --system
# A kernel that knows no such profile does without.
if command -v apparmor_parser >/dev/null && [ -e /etc/apparmor.d/abi/4.0 ]; then apparmor_parser --replace /etc/apparmor.d/usr.bin.rootlesskit; fi
# The engine that runs as root has no more use here.
systemctl disable --now docker.service docker.socket 2>/dev/null || true
systemctl daemon-reload
# The engine shall run whether or not somebody is logged in.
loginctl enable-linger "$user"
as_user() { runuser -u "$user" -- env HOME="$home" XDG_RUNTIME_DIR="/run/user/$uid" DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" "$@"; }
as_user dockerd-rootless-setuptool.sh install
as_user systemctl --user enable docker.service
as_user systemctl --user restart docker.service
echo "DOCKER_HOST=unix:///run/user/$uid/docker.sock"
`;
}
