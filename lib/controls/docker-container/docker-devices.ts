import { control } from '../control';
import { absentOrEmpty, all, byHand, dockerContainer } from '../requirement';

export const dockerDevices = control({
  id: 'docker-devices',
  family: 'docker-container',
  title: 'Pass no host devices',
  severity: 'high',
  why: 'A device is spoken to past the file system and its permissions: a disk is read and written as a whole, and a driver’s bug is a way into the kernel.',
  references: { cisDocker: ['5.18'] },
  counterparts: { dockerBench: ['5.18'] },
  notes:
    'A GPU that is reserved (`deploy.resources.reservations.devices`, `gpus`, `--gpus`) is no such device. `/dev/net/tun` of a VPN and `/dev/fuse` are the usual waivers.',
  require: all(
    dockerContainer(
      'devices',
      byHand(
        absentOrEmpty(),
        'Take the devices out, or leave the one that the program is for, with a waiver. Reserve a GPU in place of passing it.',
      ),
    ),
    dockerContainer(
      'deviceCgroupRules',
      byHand(absentOrEmpty(), 'Take the rules out: they let the container make and open devices of its own.'),
    ),
  ),
  examples: {
    pass: [
      { because: 'nothing is passed', docker: {} },
      { because: 'the lists are empty', docker: { devices: [], deviceCgroupRules: [] } },
      { because: 'a volume is no device', docker: { mounts: [{ type: 'volume', source: 'dev', target: '/dev/data' }] } },
    ],
    fail: [
      { because: 'a disk', docker: { devices: ['/dev/sda'] } },
      { because: 'a sound card is a driver as well', docker: { devices: ['/dev/snd'] } },
      { because: 'every character device may be opened', docker: { deviceCgroupRules: ['c *:* rwm'] } },
    ],
  },
});
