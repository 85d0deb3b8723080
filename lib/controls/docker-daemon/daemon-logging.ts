import { control } from '../control';
import { type Emit, failing, isObject } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const INSTRUCTIONS =
  'Write a log driver that sends logs away (journald, syslog, fluentd …), or `local` with `max-size` and `max-file` in log-opts.';
/** Drivers that keep files on the host, without a bound or with one that nobody chose. */
const FILE_DRIVERS: readonly unknown[] = ['json-file', 'local'];
/** What hardening fills in where an option is absent. */
const OPTIONS = { 'max-size': '10m', 'max-file': '3' };

export const daemonLogging = control({
  id: 'daemon-logging',
  family: 'docker-daemon',
  title: 'Configure central or rotated logging',
  severity: 'low',
  why: 'A container that logs without end fills the disk of the host; logs that stay on the host are lost, or changed, with it.',
  references: { cisDocker: ['2.13'] },
  counterparts: { dockerBench: ['2.13'] },
  require: daemonRule({
    settings: ['log-driver', 'log-opts'],
    prose: '`log-driver` of the engine must send logs away, or `log-opts` must have `max-size` and `max-file`',
    evaluate: (daemon, emit) => {
      const { 'log-driver': driver, 'log-opts': options } = settingsOf(daemon);
      if (driver === 'none') emit(failing(['config', 'log-driver'], driver, 'a driver that keeps logs', INSTRUCTIONS));
      else if (driver === undefined || FILE_DRIVERS.includes(driver)) judgeRotation(driver, options, emit);
      return true;
    },
  }),
  notes:
    'docker-bench-security fails `json-file` in any case, and passes every other driver. Containers that were made before the change keep their own settings.',
  examples: {
    pass: [
      { because: 'files are rotated', ...exampleDaemon({ 'log-driver': 'local', 'log-opts': { 'max-size': '10m', 'max-file': '3' } }) },
      {
        because: 'logs leave the host',
        ...exampleDaemon({ 'log-driver': 'syslog', 'log-opts': { 'syslog-address': 'tcp://logs.example:514' } }),
      },
    ],
    fail: [
      { because: 'nothing is written: files without a bound', ...exampleDaemon({}) },
      { because: 'the files have no bound', ...exampleDaemon({ 'log-driver': 'json-file' }) },
      { because: 'one of the two is missing', ...exampleDaemon({ 'log-driver': 'json-file', 'log-opts': { 'max-size': '10m' } }) },
      { because: 'nothing is logged', ...exampleDaemon({ 'log-driver': 'none' }) },
    ],
  },
});

function judgeRotation(driver: unknown, options: unknown, emit: Emit): void {
  // Options of another driver, written without naming it, must not meet `local`, which refuses them.
  const free = driver === undefined && options === undefined;
  if (free) {
    const path = ['config', 'log-driver'];
    emit(failing(path, undefined, 'a driver that sends logs away, or `local` with its options', { op: 'set', path, value: 'local' }));
  }
  for (const [key, value] of Object.entries(OPTIONS)) {
    const path = ['config', 'log-opts', key];
    const actual: unknown = isObject(options) ? options[key] : undefined;
    if (actual === undefined) emit(failing(path, undefined, `set, such as \`${value}\``, { op: 'set', path, value }));
    else if (typeof actual !== 'string' || actual === '' || actual.startsWith('-'))
      emit(failing(path, actual, `a text such as \`${value}\``, { op: 'set', path, value }));
  }
}
