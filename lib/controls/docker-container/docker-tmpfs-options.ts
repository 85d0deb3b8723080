import { control } from '../control';
import { SCRATCH } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, type Fix, failing, type Json, type Path, UNKNOWN, unknown } from '../requirement';
import { covers } from './covered-path';
import { isAssumed, LIST, NUMBER, OBJECT, readField, readValue } from './field-reading';
import { knownImageOf } from './known-image-of';

const EXPECTED = 'noexec, nosuid and nodev, with a size';

/** Options that take back what an engine adds to every tmpfs. */
const LOOSE = new Map<unknown, string>([
  ['exec', 'noexec'],
  ['suid', 'nosuid'],
  ['dev', 'nodev'],
]);

/** Where programs keep what need not outlive them; a tmpfs elsewhere may hold data of any size. */
const SCRATCH_PATHS = ['/tmp', '/var/tmp', '/run'];

export const dockerTmpfsOptions = control({
  id: 'docker-tmpfs-options',
  family: 'docker-container',
  title: 'Restrict tmpfs mounts',
  severity: 'low',
  why: 'A tmpfs is where a read-only container can still be written: with `exec` an attacker’s program runs from it, without a size it takes the memory of the host.',
  references: { docker: 'https://docs.docker.com/engine/storage/tmpfs/' },
  counterparts: {},
  notes:
    'An engine adds noexec, nosuid and nodev to every tmpfs by itself, until `exec`, `suid` or `dev` is written. It adds no size: the kernel then allows half of the memory. What a tmpfs holds counts against the memory limit.',
  parameters: {
    /** Bytes that hardening writes where no size is. 64 MiB hold scratch files, sockets and caches. */
    size: SCRATCH,
  },
  require: ({ size }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container each tmpfs has ${EXPECTED}`,
      evaluate(container, emit) {
        const read = readField(container, 'tmpfs', LIST, `mounts with ${EXPECTED}`, emit);
        if (read?.value === undefined || read.value.length === 0) return read === undefined;
        read.value.forEach((mount, index) => {
          const at = ['tmpfs', index];
          const element = readValue(mount, at, OBJECT, EXPECTED, emit);
          if (element?.value === undefined) return;
          judgeOptions(element.value, at, emit);
          judgeSize(container, element.value, at, size, emit);
        });
        return true;
      },
    }),
  examples: {
    pass: [
      {
        because: 'no program runs from it, and it ends somewhere',
        docker: { tmpfs: [{ target: '/tmp', size: SCRATCH, options: ['noexec', 'nosuid', 'nodev'] }] },
      },
      { because: 'an engine adds the options by itself', docker: { tmpfs: [{ target: '/tmp', size: SCRATCH }] } },
      { because: 'there is none', docker: {} },
    ],
    fail: [
      { because: 'without a size it may take half of the memory', docker: { tmpfs: [{ target: '/tmp' }] } },
      { because: 'zero is no size', docker: { tmpfs: [{ target: '/tmp', size: 0 }] } },
      { because: 'programs run from it', docker: { tmpfs: [{ target: '/tmp', size: SCRATCH, options: ['exec'] }] } },
      {
        because: 'devices and setuid programs work in it',
        docker: { tmpfs: [{ target: '/tmp', size: SCRATCH, options: ['suid', 'dev'] }] },
      },
      {
        because: 'a stack drops it',
        docker: {
          declaredBy: 'stack',
          tmpfs: [{ target: '/tmp', size: SCRATCH }],
          dropped: { tmpfs: 'Write a volume of `type: tmpfs`.' },
        },
      },
    ],
  },
});

function judgeOptions({ options }: Json, at: Path, emit: Emit): void {
  const read = readValue(options, [...at, 'options'], LIST, '`noexec`, `nosuid` and `nodev`', emit);
  read?.value?.forEach((option, index) => {
    const path = [...at, 'options', index];
    const strict = LOOSE.get(option);
    if (option === UNKNOWN) emit(unknown(path, '`noexec`, `nosuid` or `nodev`'));
    else if (strict !== undefined) emit(failing(path, option, `\`${strict}\``, { op: 'set', path, value: strict }));
  });
}

function judgeSize(container: Json, mount: Json, at: Path, size: number, emit: Emit): void {
  const path = [...at, 'size'];
  const read = readValue(mount.size, path, NUMBER, 'a number of bytes above 0', emit);
  if (read === undefined || (read.value ?? 0) > 0) return;
  emit(failing(path, read.value, 'a number of bytes above 0', sizeFix(container, mount, path, size)));
}

function sizeFix(container: Json, { target }: Json, path: Path, size: number): Fix {
  const known = knownImageOf(container);
  const needed = Object.entries(known?.readOnlyRoot?.writable ?? {}).find(([place]) => covers(place, target));
  if (needed !== undefined) return { op: 'set', path, value: Math.max(size, needed[1]) };
  // What an unknown image keeps in its /tmp may be a browser's whole profile.
  if (isAssumed(container) || (known !== undefined && SCRATCH_PATHS.some((scratch) => covers(scratch, target))))
    return { op: 'set', path, value: size };
  return {
    op: 'manual',
    instructions: `Look at how much it holds (\`docker exec CONTAINER df -h ${typeof target === 'string' ? target : 'PATH'}\`), and write a size with room above it; it counts against the memory limit.`,
  };
}
