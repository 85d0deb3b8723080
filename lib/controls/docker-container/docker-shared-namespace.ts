import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, UNKNOWN, unknown } from '../requirement';
import { wrongShape } from './container-lists';

const EXPECTED = 'a namespace of its own';

/** What is shared, and what follows. */
const FIELDS = {
  pid: 'Take the line out. Two programs that must see each other’s processes run in one container, or under two users (`user`), since a process is laid open to its own user.',
  ipc: 'Take the line out, or write `private`. Programs that exchange data through shared memory can use a volume in memory that both mount.',
  networkMode:
    'Attach both containers to one network, where they find each other by name. What must share a network (a VPN, a proxy beside a program) keeps it, with a waiver, and listens on no port of loopback that the other may not use.',
} as const;

export const dockerSharedNamespace = control({
  id: 'docker-shared-namespace',
  family: 'docker-container',
  title: 'Share no namespace with another container',
  severity: 'low',
  why: 'Two containers of one user that share a process namespace read each other’s memory, environment and files, hardened or not; a shared network gives each the other’s loopback.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/' },
  counterparts: {},
  notes:
    'Measured on engines 20.10 and 29: with `--pid container:x` a hardened neighbour of the same user could be traced; of another user it could not. `ipc: shareable` is the offer that others take up.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      for (const [field, instructions] of Object.entries(FIELDS)) {
        const value: unknown = container[field];
        if (container.dropped?.[field] !== undefined || value === undefined || value === null) continue;
        if (value === UNKNOWN) emit(unknown([field], EXPECTED));
        else if (typeof value !== 'string') emit(wrongShape([field], typeof value, 'a text'));
        else if (/^(?:container|service):/.test(value) || (field === 'ipc' && value === 'shareable')) {
          emit(failing([field], value, EXPECTED, instructions));
        }
      }
      return true;
    },
    prose: 'in every container `pid`, `ipc` and `networkMode` must be absent or name no other container, and `ipc` must not be `shareable`',
  }),
  examples: {
    pass: [
      { because: 'nothing is shared', docker: {} },
      { because: 'its own, written out', docker: { ipc: 'private', networkMode: 'none' } },
      { because: 'the host’s is another question', docker: { pid: 'host' } },
    ],
    fail: [
      { because: 'the processes of a service', docker: { pid: 'service:web' } },
      { because: 'the network of a container', docker: { declaredBy: 'engine-container', networkMode: 'container:4f2a' } },
      { because: 'it offers its shared memory', docker: { ipc: 'shareable' } },
    ],
  },
});
