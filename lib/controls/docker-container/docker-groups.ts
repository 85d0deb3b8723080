import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, UNKNOWN, unknown } from '../requirement';
import { scalarText, wrongShape } from './container-lists';

/** Groups that own files of the host, or sockets and devices that are as good as root; by the names of Debian and Alpine. */
const POWERFUL: ReadonlySet<string> = new Set(['0', 'root', 'docker', 'disk', 'kmem', 'mem', 'shadow', 'lxd', 'libvirt', 'sudo', 'wheel']);

const EXPECTED = 'a group that owns nothing of the host';

export const dockerGroups = control({
  id: 'docker-groups',
  family: 'docker-container',
  title: 'Join no group that is as good as root',
  severity: 'medium',
  why: 'A group opens whatever it owns: the files of root, the socket of the engine, disks. That the user is another one then stops nothing.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/#group-add' },
  counterparts: {},
  notes:
    'Asked of groups beside the first one (`group_add`, `--group-add`); a name is one of the image. That the first group is 0, as of images that run as any user, is another question. The number that the group `docker` has on a host is not known: the socket itself is asked about by `docker-socket-mount`.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate({ groups, dropped, inexpressible }, emit) {
      if (groups === undefined || groups === null || dropped?.groups !== undefined || inexpressible?.groups !== undefined) return true;
      if (groups === UNKNOWN) emit(unknown(['groups'], EXPECTED));
      else if (!Array.isArray(groups)) emit(wrongShape(['groups'], typeof groups, 'a list'));
      else
        groups.forEach((group: unknown, index) => {
          const path = ['groups', index];
          const text = scalarText(group).trim();
          if (group === UNKNOWN) emit(unknown(path, EXPECTED));
          else if (POWERFUL.has(/^\d+$/.test(text) ? String(Number(text)) : text))
            emit(
              failing(
                path,
                text,
                EXPECTED,
                'Take the group out, and give the files that are needed to a group of their own: a number that nothing on the host has.',
              ),
            );
        });
      return true;
    },
    prose: `in every container \`groups[]\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'none is joined', docker: {} },
      { because: 'a group of its own', docker: { groups: ['10001', 'app'] } },
    ],
    fail: [
      { because: 'files of root are open to it', docker: { groups: ['0'] } },
      { because: 'the socket of the engine is', docker: { groups: ['docker'] } },
      { because: 'zeros are zero', docker: { groups: ['00'] } },
    ],
  },
});
