import { control } from '../control';
import { absentOr, all, byHand, failing } from '../requirement';
import { daemonRule, daemonSetting, exampleDaemon, settingsOf } from './daemon-setting';

const DRIVER =
  'Remove it: the engine takes overlay2, or the image store of containerd. Images must be pulled anew; save what is only here first.';
const BASE_SIZE = 'Remove it with the devicemapper driver, which is gone.';

export const daemonStorageDriver = control({
  id: 'daemon-storage-driver',
  family: 'docker-daemon',
  title: 'Use a supported storage driver',
  severity: 'medium',
  why: 'The drivers aufs, overlay and devicemapper are without maintenance; aufs also lets containers share memory of programs, through which one reads another.',
  references: { cisDocker: ['2.6', '2.11'] },
  counterparts: { dockerBench: ['2.6', '2.11'] },
  require: all(
    daemonSetting(
      'storage-driver',
      // `overlayfs` is what the image store of containerd calls it.
      byHand(absentOr('overlay2', 'overlayfs', 'btrfs', 'zfs', 'fuse-overlayfs', 'windowsfilter'), DRIVER),
    ),
    daemonRule({
      settings: ['storage-opts'],
      prose: '`storage-opts` must not have `dm.basesize`',
      evaluate: (daemon, emit) => {
        const options: unknown = settingsOf(daemon)['storage-opts'];
        for (const [index, option] of (Array.isArray(options) ? options : []).entries())
          if (/^dm\.basesize\b/.test(String(option)))
            emit(failing(['config', 'storage-opts', index], option, 'another option than `dm.basesize`', BASE_SIZE));
        return true;
      },
    }),
  ),
  examples: {
    pass: [
      { because: 'nothing is written', ...exampleDaemon({}) },
      { because: 'the driver is maintained', ...exampleDaemon({ 'storage-driver': 'overlay2' }) },
    ],
    fail: [
      { because: 'the driver shares memory between containers', ...exampleDaemon({ 'storage-driver': 'aufs' }) },
      { because: 'the size of a device is set', ...exampleDaemon({ 'storage-opts': ['dm.basesize=20G'] }) },
    ],
  },
});
