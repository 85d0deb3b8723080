import type { Daemon } from '../../controls/docker/objects';
import { DAEMON_SETTINGS } from '../../controls/docker-daemon/settings';
import { isObject, type Json } from '../../controls/requirement';
import { labelsOf } from '../daemon-json/labels';
import type { DaemonProcess } from './daemon-process';

const SILENT = 'A running engine does not tell it: audit its daemon.json too, or run the audit on its host as root.';
/** From this version of the API on an engine says whether it sets no-new-privileges for all; before, only where it does. */
const TELLS_PRIVILEGES = 46;

/** What an engine says of itself (`/info`), and how its process on this host was started, where that is seen. */
export function engineDaemon(info: Json, api: string, networks: readonly Json[], process: DaemonProcess | undefined): Daemon {
  const options = textsOf(info.SecurityOptions);
  const started = process === undefined || process.unreadable !== undefined ? undefined : { ...process.config, ...process.flags };
  const said = { ...toldByInfo(info, api, options, networks), ...(started === undefined && openPorts(info.Warnings)) };
  const config = withoutNull({ ...process?.flags, ...started, ...said });
  const reason = process?.unreadable === undefined ? SILENT : `${process.unreadable}: run the audit as root.`;
  const annotations = labelsOf(info.Labels);
  // A driver that sends logs away needs no bound.
  const bounded = !['json-file', 'local'].includes(String(info.LoggingDriver));
  const known = new Set<string>([
    ...Object.keys(said),
    ...Object.keys(config),
    'userns-remap',
    ...(bounded ? ['log-opts'] : []),
    // The size of a device is a matter of that driver alone.
    ...(info.Driver === 'devicemapper' ? [] : ['storage-opts']),
    ...transport(said, started),
  ]);
  const unseen = started === undefined ? Object.keys(DAEMON_SETTINGS).filter((key) => !known.has(key)) : [];
  return {
    apiVersion: 'docker/v1',
    kind: 'Daemon',
    metadata: { name: String(info.Name ?? 'engine'), ...(annotations && { annotations }) },
    declaredBy: 'engine',
    ...(unseen.length > 0 && { unseen: Object.fromEntries(unseen.map((key) => [key, reason])) }),
    rootless: options.includes('name=rootless'),
    remapped: options.includes('name=userns'),
    swarm: isObject(info.Swarm) && info.Swarm.LocalNodeState === 'active',
    ...(isObject(info.Plugins) && Array.isArray(info.Plugins.Log) && { logDrivers: info.Plugins.Log.map(String) }),
    config,
  };
}

/** Where the engine warns of no open port, how it would be protected does not matter. */
function transport({ hosts }: Json, started: Json | undefined): readonly string[] {
  return started === undefined && Array.isArray(hosts) && hosts.length === 0 ? ['tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey'] : [];
}

function toldByInfo(info: Json, api: string, options: readonly string[], networks: readonly Json[]): Json {
  const bridge = networks.find(({ Name, Driver }) => Name === 'bridge' && Driver === 'bridge');
  const icc: unknown = isObject(bridge?.Options) ? bridge.Options['com.docker.network.bridge.enable_icc'] : undefined;
  const onLinux = info.OSType !== 'windows';
  const registries: Json = isObject(info.RegistryConfig) ? info.RegistryConfig : {};
  return {
    ...(typeof info.LiveRestoreEnabled === 'boolean' && { 'live-restore': info.LiveRestoreEnabled }),
    ...(typeof info.Driver === 'string' && { 'storage-driver': info.Driver }),
    ...(typeof info.LoggingDriver === 'string' && { 'log-driver': info.LoggingDriver }),
    ...(typeof info.Debug === 'boolean' && { debug: info.Debug }),
    ...(typeof info.ExperimentalBuild === 'boolean' && { experimental: info.ExperimentalBuild }),
    ...(typeof info.DefaultRuntime === 'string' &&
      isObject(info.Runtimes) && { 'default-runtime': info.DefaultRuntime, runtimes: info.Runtimes }),
    ...(isObject(info.RegistryConfig) && {
      'insecure-registries': insecureRegistries(registries),
      'registry-mirrors': textsOf(registries.Mirrors),
    }),
    ...(isObject(info.Plugins) && { 'authorization-plugins': textsOf(info.Plugins.Authorization) }),
    ...(typeof icc === 'string' && { icc: icc === 'true' }),
    ...(onLinux && Array.isArray(info.SecurityOptions) && securitySettings(options, api)),
  };
}

/** Loopback is always among them, and is no network. */
function insecureRegistries({ InsecureRegistryCIDRs, IndexConfigs }: Json): readonly string[] {
  const names = Object.entries(isObject(IndexConfigs) ? IndexConfigs : {}).flatMap(([name, index]) =>
    isObject(index) && index.Secure === false ? [name] : [],
  );
  return [...textsOf(InsecureRegistryCIDRs).filter((range) => range !== '127.0.0.0/8' && range !== '::1/128'), ...names].sort();
}

function securitySettings(options: readonly string[], api: string): Json {
  const seccomp = options.find((option) => option.startsWith('name=seccomp'));
  const profile = seccomp === undefined ? 'unconfined' : (/profile=(.*)$/.exec(seccomp)?.[1] ?? 'builtin');
  const privileges = options.includes('name=no-new-privileges');
  return {
    'seccomp-profile': profile === 'default' ? 'builtin' : profile,
    'default-cgroupns-mode': options.includes('name=cgroupns') ? 'private' : 'host',
    ...((privileges || Number(api.split('.')[1]) >= TELLS_PRIVILEGES) && { 'no-new-privileges': privileges }),
  };
}

/** An engine warns of each port on which it asks clients for no certificate, and of no other. */
function openPorts(warnings: unknown): Json {
  const hosts = textsOf(warnings).flatMap((warning) => {
    const [, address] = /API is accessible on https?:\/\/(\S+?)[.,]?(?:\s|$)/.exec(warning) ?? [];
    return address === undefined ? [] : [`tcp://${address}`];
  });
  return hosts.length === 0 ? { hosts } : { hosts, tlsverify: false };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function withoutNull(config: Json): Json {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined));
}

/** What an engine does where a container asks for nothing. */
export function defaultsOf(info: Json): { readonly logDriver?: string; readonly runtime?: string; readonly cgroupNamespace: string } {
  return {
    ...(typeof info.LoggingDriver === 'string' && { logDriver: info.LoggingDriver }),
    ...(typeof info.DefaultRuntime === 'string' && { runtime: info.DefaultRuntime }),
    cgroupNamespace: textsOf(info.SecurityOptions).includes('name=cgroupns') ? 'private' : 'host',
  };
}
