import { control } from '../control';
import { lacks } from '../requirement';
import { daemonSetting, exampleDaemon } from './daemon-setting';

const INSTRUCTIONS =
  'Name a folder on a disk of its own in which only root writes, such as `/var/lib/docker` or `/srv/docker`, and move what is there.';

export const daemonDataRoot = control({
  id: 'daemon-data-root',
  family: 'docker-daemon',
  title: 'Keep the data of the engine to root',
  severity: 'medium',
  why: 'In a folder that everybody may write to, another user can be there first with a folder or link of that name, and what cleans it up takes images and volumes with it.',
  references: { cisDocker: ['1.1.1'], docker: 'https://docs.docker.com/engine/daemon/#daemon-data-directory' },
  counterparts: {},
  require: daemonSetting(
    'data-root',
    lacks('^(?:/private)?/+(?:tmp|var/tmp|dev/shm)(?:/|$)', 'a folder that only root may write to', INSTRUCTIONS),
  ),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'only root writes there', ...exampleDaemon({ 'data-root': '/srv/docker' }) },
      { because: 'only the name is alike', ...exampleDaemon({ 'data-root': '/tmpfs-free/docker' }) },
    ],
    fail: [
      { because: 'everybody writes there', ...exampleDaemon({ 'data-root': '/tmp/d' }) },
      { because: 'so they do here', ...exampleDaemon({ 'data-root': '/var/tmp' }) },
    ],
  },
});
