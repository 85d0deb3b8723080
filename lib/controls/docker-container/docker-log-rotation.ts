import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, isObject, type Json, type Subject, UNKNOWN } from '../requirement';
import { OBJECT, readField, readValue, TEXT } from './field-reading';

const EXPECTED = '`json-file` with a `max-size`, `local`, or a driver that sends logs elsewhere';

export const dockerLogRotation = control({
  id: 'docker-log-rotation',
  family: 'docker-container',
  title: 'Rotate logs',
  severity: 'low',
  why: 'A container that logs without end, which a stranger can mostly make it do, fills the disk of the host.',
  references: { cisDocker: ['2.13'] },
  counterparts: { dockerBench: ['2.13'] },
  notes:
    '`json-file`, which engines use where nothing is written, keeps everything. `local` rotates by itself (five files of 20 MB), until a `max-size` says otherwise. `none` keeps no trace, and fails. A daemon.json that was read together with the container counts for one that says nothing itself.',
  parameters: {
    /** Size of a file at which the next is begun. */
    maxSize: '10m',
    /** How many files are kept, as text: 30 MB are days of an ordinary service. */
    maxFile: '3',
  },
  require: ({ maxSize, maxFile }) => {
    const options = { 'max-size': maxSize, 'max-file': maxFile };
    return docker({
      kinds: [DOCKER.container],
      crossObject: true,
      prose: `in every container the log driver is ${EXPECTED}`,
      evaluate(container, emit, subject) {
        const read = readField(container, 'logging', OBJECT, EXPECTED, emit);
        if (read === undefined) return true;
        const logging = read.value;
        if (logging === undefined) {
          if (!isRotatedByDaemon(subject))
            emit(failing(['logging'], undefined, EXPECTED, { op: 'set', path: ['logging'], value: { driver: 'json-file', options } }));
          return true;
        }
        const driver = readValue(logging.driver, ['logging', 'driver'], TEXT, EXPECTED, emit);
        const written = readValue(logging.options, ['logging', 'options'], OBJECT, 'options with a `max-size`', emit);
        if (driver === undefined || written === undefined) return true;
        const sizes = written.value ?? {};
        if (driver.value === undefined && sizes['max-size'] === undefined && isRotatedByDaemon(subject)) return true;
        const size = readValue(sizes['max-size'], ['logging', 'options', 'max-size'], TEXT, 'a size', emit);
        if (size === undefined) return true;
        if (driver.value === 'none')
          emit(
            failing(
              ['logging', 'driver'],
              'none',
              EXPECTED,
              'Keep its logs: `json-file` with a `max-size`, or a driver that sends them elsewhere.',
            ),
          );
        else if (!isRotated(driver.value, size.value))
          emit(failing(['logging', 'options', 'max-size'], size.value, 'a size', fixOf(logging, options)));
        return true;
      },
    });
  },
  examples: {
    pass: [
      {
        because: 'three files of ten megabytes',
        docker: { logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } } },
      },
      { because: 'the driver rotates by itself', docker: { logging: { driver: 'local' } } },
      {
        because: 'the logs go elsewhere',
        docker: { logging: { driver: 'syslog', options: { 'syslog-address': 'tcp+tls://logs.example:6514' } } },
      },
      {
        because: 'the daemon rotates all logs',
        docker: {},
        with: [
          {
            apiVersion: 'docker/v1',
            kind: 'Daemon',
            metadata: { name: 'daemon.json' },
            config: { 'log-driver': 'json-file', 'log-opts': { 'max-size': '10m' } },
          },
        ],
      },
    ],
    fail: [
      { because: 'nothing is written, and an engine keeps everything', docker: {} },
      { because: 'without a size nothing is rotated', docker: { logging: { driver: 'json-file' } } },
      { because: 'a number of files is no size', docker: { logging: { driver: 'json-file', options: { 'max-file': '3' } } } },
      { because: 'minus one is unlimited', docker: { logging: { driver: 'json-file', options: { 'max-size': '-1' } } } },
      { because: 'nothing is kept', docker: { logging: { driver: 'none' } } },
    ],
  },
});

/** Whether files end somewhere: the engine's own two drivers need a size, `local` has one. */
function isRotated(driver: unknown, size: unknown): boolean {
  if (driver !== undefined && driver !== 'json-file' && driver !== 'local') return driver !== 'none';
  return size === undefined ? driver === 'local' : size !== UNKNOWN && !/^\s*(?:-|0+(?:[a-z]*)?\s*$)/i.test(String(size));
}

function isRotatedByDaemon({ neighbours }: Subject): boolean {
  const daemons = neighbours.list(DOCKER.daemon.group, DOCKER.daemon.kind, undefined);
  return (
    daemons.length > 0 &&
    daemons.every(
      ({ config }) =>
        isObject(config) && isRotated(config['log-driver'], isObject(config['log-opts']) ? config['log-opts']['max-size'] : undefined),
    )
  );
}

/** Only what is missing is written: the other options stay. */
function fixOf(logging: Json, options: Readonly<Record<string, string>>): Fix {
  return logging.options === undefined || logging.options === null
    ? { op: 'set', path: ['logging', 'options'], value: options }
    : { op: 'set', path: ['logging', 'options', 'max-size'], value: options['max-size'] };
}
