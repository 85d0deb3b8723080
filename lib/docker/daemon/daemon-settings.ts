import type { DAEMON_SETTINGS, DaemonSetting, SettingShape } from '../../controls/docker-daemon/settings';

/** What the engine takes for a shape. */
interface Shapes {
  readonly boolean: boolean;
  readonly integer: number;
  readonly text: string;
  readonly texts: readonly string[];
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly object: Readonly<Record<string, unknown>>;
  readonly 'object of texts': Readonly<Record<string, string>>;
  readonly 'object of booleans': Readonly<Record<string, boolean>>;
  readonly 'object of objects': Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type ShapeOf<Key extends DaemonSetting> = (typeof DAEMON_SETTINGS)[Key] & SettingShape;

/** A bound of every container that names none: how much is allowed, and up to what a process may raise it. */
export interface DaemonUlimit {
  /** The name of the limit once more, as the engine wants it. */
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

/** A range that networks get their addresses from. */
export interface AddressPool {
  /** The range, such as `10.200.0.0/16`. */
  readonly base: string;
  /** The length of the prefix of each network: 24. */
  readonly size: number;
}

/** Settings whose values are known more closely. */
interface Closer {
  readonly 'default-address-pools'?: readonly AddressPool[];
  readonly 'default-cgroupns-mode'?: 'private' | 'host';
  readonly 'default-ipc-mode'?: 'private' | 'shareable';
  readonly 'default-ulimits'?: Readonly<Record<string, DaemonUlimit>>;
  readonly 'default-network-opts'?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly 'firewall-backend'?: 'iptables' | 'nftables';
  readonly 'log-format'?: 'text' | 'json';
  readonly 'log-level'?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}

/**
 * The settings of daemon.json under the engine's own keys
 * (https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file). Every key that release 29 takes is here.
 */
export type DaemonSettings = Closer & { readonly [Key in Exclude<DaemonSetting, keyof Closer>]?: Shapes[ShapeOf<Key>] };
