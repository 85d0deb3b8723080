import { control } from '../control';
import { type Emit, failing, isObject, type Json } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

/** The drivers that every engine has, on Linux or Windows (https://docs.docker.com/engine/logging/configure/). */
const LOG_DRIVERS = [
  'none',
  'local',
  'json-file',
  'syslog',
  'journald',
  'gelf',
  'fluentd',
  'awslogs',
  'splunk',
  'etwlogs',
  'gcplogs',
  'logentries',
];
const ULIMITS = 'Raise the hard limit, or lower the soft one: no container starts with a soft limit above the hard one.';
const DRIVER =
  'Correct the name; of a plugin write the whole reference (`grafana/loki-docker-driver:latest`), or put its short name in the parameter `logPlugins`.';
const RUNTIME = 'Correct the name, or describe the runtime in `runtimes`.';
const ABOVE = 'not above the hard limit';

export const daemonKnownValues = control({
  id: 'daemon-known-values',
  family: 'docker-daemon',
  title: 'Write settings that the engine can start with',
  severity: 'medium',
  why: 'An engine, or every container, that does not start after a reboot is set right in a hurry, mostly by removing what protects.',
  references: { docker: 'https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file' },
  counterparts: {},
  parameters: {
    /** Short names of log plugins that the hosts have. Default: that of Grafana Loki, whose instructions give it. */
    logPlugins: ['loki'] as readonly string[],
  },
  require: ({ logPlugins }) =>
    daemonRule({
      settings: ['log-driver', 'default-ulimits', 'default-runtime', 'runtimes'],
      prose: '`log-driver` and `default-runtime` of the engine must be known, and no soft limit of `default-ulimits` above the hard one',
      evaluate: (daemon, emit) => {
        judgeDriver(daemon, logPlugins, emit);
        judgeUlimits(settingsOf(daemon)['default-ulimits'], emit);
        judgeRuntime(settingsOf(daemon), emit);
        return true;
      },
    }),
  notes: '`dockerd --validate` passes these.',
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'the driver is built in', ...exampleDaemon({ 'log-driver': 'journald' }) },
      { because: 'the driver is a plugin', ...exampleDaemon({ 'log-driver': 'grafana/loki-docker-driver:3.0' }) },
      { because: 'the limits are in order', ...exampleDaemon({ 'default-ulimits': { nofile: { Name: 'nofile', Soft: 1024, Hard: -1 } } }) },
      {
        because: 'the runtime is described',
        ...exampleDaemon({ 'default-runtime': 'runsc', runtimes: { runsc: { path: '/usr/bin/runsc' } } }),
      },
      {
        because: 'the engine says that it has the driver',
        ...exampleDaemon({ 'log-driver': 'ours' }, { declaredBy: 'engine', logDrivers: ['json-file', 'ours'] }),
      },
    ],
    fail: [
      { because: 'the name of the driver is misspelt', ...exampleDaemon({ 'log-driver': 'jsonfile' }) },
      {
        because: 'the soft limit is above the hard one',
        ...exampleDaemon({ 'default-ulimits': { nofile: { Name: 'nofile', Soft: 4096, Hard: 1024 } } }),
      },
      { because: 'nobody says what the runtime is', ...exampleDaemon({ 'default-runtime': 'runsc' }) },
    ],
  },
});

function judgeDriver(daemon: Json, plugins: readonly string[], emit: Emit): void {
  const driver: unknown = settingsOf(daemon)['log-driver'];
  if (typeof driver !== 'string' || driver === '') return;
  const known = [...LOG_DRIVERS, ...plugins, ...(Array.isArray(daemon.logDrivers) ? daemon.logDrivers : [])];
  // The reference of a plugin: a repository, or a tag.
  if (!known.includes(driver) && !/[/:]/.test(driver))
    emit(failing(['config', 'log-driver'], driver, 'a log driver that the engine has, or the reference of a plugin', DRIVER));
}

function judgeUlimits(limits: unknown, emit: Emit): void {
  for (const [name, limit] of Object.entries(isObject(limits) ? limits : {})) {
    const { soft, hard } = boundsOf(limit);
    // -1 is unlimited.
    const above = soft !== undefined && hard !== undefined && hard !== -1 && (soft === -1 || soft > hard);
    if (above) emit(failing(['config', 'default-ulimits', name], `soft ${soft}, hard ${hard}`, ABOVE, ULIMITS));
  }
}

/** The engine reads `Soft` and `soft` alike, and takes what is absent for 0. */
function boundsOf(limit: unknown): { readonly soft?: number; readonly hard?: number } {
  if (!isObject(limit)) return {};
  const lower = Object.fromEntries(Object.entries(limit).map(([key, value]): [string, unknown] => [key.toLowerCase(), value]));
  const numberAt = (key: string): number | undefined => {
    const value = lower[key] ?? 0;
    return typeof value === 'number' ? value : undefined;
  };
  const [soft, hard] = [numberAt('soft'), numberAt('hard')];
  return { ...(soft !== undefined && { soft }), ...(hard !== undefined && { hard }) };
}

function judgeRuntime({ 'default-runtime': runtime, runtimes }: Json, emit: Emit): void {
  if (typeof runtime !== 'string' || runtime === '' || runtime === 'runc' || /^(?:io\.containerd\.|\/)/.test(runtime)) return;
  if (!(isObject(runtimes) && Object.hasOwn(runtimes, runtime)))
    emit(failing(['config', 'default-runtime'], runtime, '`runc`, or one of `runtimes`', RUNTIME));
}
