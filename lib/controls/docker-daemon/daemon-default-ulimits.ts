import { control } from '../control';
import { failing, isObject } from '../requirement';
import { daemonRule, exampleDaemon, settingsOf } from './daemon-setting';

const NPROC =
  'Write a limit above the number of processes that one user has over all containers together: the kernel counts them by user, not by container. `--pids-limit` of each container is the finer bound.';
/**
 * What systemd (from release 240, its NEWS) gives every service: a soft limit that is safe for programs that use select(2), and
 * a hard one that Elasticsearch (65535), databases and brokers can raise themselves to.
 */
const NOFILE = { Name: 'nofile', Soft: 1024, Hard: 524_288 };

export const daemonDefaultUlimits = control({
  id: 'daemon-default-ulimits',
  family: 'docker-daemon',
  title: 'Set default ulimits',
  severity: 'low',
  why: 'A container without bounds on open files and processes takes those of the whole host.',
  references: { cisDocker: ['2.8'] },
  counterparts: { dockerBench: ['2.8'] },
  require: daemonRule({
    settings: ['default-ulimits'],
    prose: '`default-ulimits` of the engine must have `nofile` and `nproc`',
    evaluate: (daemon, emit) => {
      const limits: unknown = settingsOf(daemon)['default-ulimits'];
      const has = (key: string): boolean => isObject(limits) && isObject(limits[key]);
      const nofile = ['config', 'default-ulimits', 'nofile'];
      if (!has('nofile')) emit(failing(nofile, undefined, 'set', { op: 'set', path: nofile, value: NOFILE }));
      if (!has('nproc')) emit(failing(['config', 'default-ulimits', 'nproc'], undefined, 'set', NPROC));
      return true;
    },
  }),
  examples: {
    pass: [
      {
        because: 'both are bounded',
        ...exampleDaemon({ 'default-ulimits': { nofile: NOFILE, nproc: { Name: 'nproc', Soft: 4096, Hard: 8192 } } }),
      },
    ],
    fail: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'only open files are bounded', ...exampleDaemon({ 'default-ulimits': { nofile: NOFILE } }) },
    ],
  },
});
