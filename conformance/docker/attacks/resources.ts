import type { Attack } from '../attack';

/** Attempts to take more than its share. `$BEYOND_…` is a little more than what the hardened container is allowed. */
export const RESOURCES: readonly Attack[] = [
  {
    id: 'memory',
    attempt: 'use more memory than its share',
    command: 'attempt use-memory $BEYOND_MEMORY_MB',
    plain: 'succeeds',
    hardened: { stoppedBy: 'memory limit', saying: /^(Killed)?$/ },
  },
  {
    id: 'processes',
    attempt: 'start more processes than its share',
    command: 'attempt use-processes $BEYOND_PROCESSES',
    plain: 'succeeds',
    hardened: { stoppedBy: 'pids limit', saying: /^fork: Resource temporarily unavailable/ },
    declared: {
      'Pulumi program': {
        expected: 'succeeds',
        why: 'a Container of @pulumi/docker has no limit of processes; reports say so (`docker-pids-limit`)',
      },
    },
  },
  {
    id: 'disk',
    attempt: 'write more to /tmp than its share',
    command: 'dd if=/dev/zero of=/tmp/large bs=1M count=$BEYOND_TMP_MB; code=$?; rm -f /tmp/large; exit $code',
    plain: 'succeeds',
    hardened: { stoppedBy: 'size of the tmpfs', saying: /No space left on device/ },
  },
  {
    id: 'files',
    attempt: 'open more files than its share',
    command: 'attempt use-files $BEYOND_FILES',
    plain: 'succeeds',
    hardened: { stoppedBy: 'ulimit of files', saying: /^open: (Too many open files|No file descriptors available)/ },
  },
  {
    id: 'shared-memory',
    attempt: 'fill /dev/shm (32 MB)',
    command: 'dd if=/dev/zero of=/dev/shm/large bs=1M count=32; code=$?; rm -f /dev/shm/large; exit $code',
    plain: 'succeeds',
    hardened: 'succeeds',
    remedy: 'counts against the memory limit, and nothing can be run there; a smaller `shm_size` bounds it',
    remedied: { by: { shmSize: 16 * 2 ** 20 }, saying: /No space left on device/ },
  },
];
