import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { NONROOT_ID } from '../nonroot-id';
import { docker, type Emit, type Fix, failing, isObject, type Json, type Neighbours, UNKNOWN, unknown } from '../requirement';
import { isAssumed, readField, type Shape } from './field-reading';
import { userToStart } from './image-user';
import { isRoot, userOfImage } from './root-user';

const EXPECTED = 'a user other than root, by number or name; where none is written, of the image';

/** YAML reads `user: 1000` as a number. */
const USER: Shape<string | number> = {
  prose: 'a user as text, `UID:GID`',
  is: (value) => typeof value === 'string' || typeof value === 'number',
};

export const dockerUser = control({
  id: 'docker-user',
  family: 'docker-container',
  title: 'Run as a non-root user',
  severity: 'high',
  why: 'Root of a container is root of the host wherever user namespaces are not set up: one way out, and the host is lost.',
  references: { cisDocker: ['4.1'] },
  counterparts: { dockerBench: ['4.1', '5.24'] },
  notes:
    'An engine takes the name `root`, any spelling of zero and an absent user part (`:1000`) for root. Where nothing is written, the `USER` of the image decides, which passes only where it is known. Commands that run when a container starts or stops (`post_start`, `pre_stop`) are asked, too. In somebody’s own file a user is filled in for known images alone, and only where nothing that their entry point does as root is needed: no bind mount for the data, no command of its own.',
  require: docker({
    kinds: [DOCKER.container],
    crossObject: true,
    prose: `every container has ${EXPECTED}`,
    evaluate(container, emit, { neighbours }) {
      judgeHooks(container, emit);
      const read = readField(container, 'user', USER, EXPECTED, emit);
      if (read === undefined) return true;
      const written = String(read.value ?? '');
      if (written.includes('$')) emit(unknown(['user'], EXPECTED));
      else if (written === '' ? isRoot(userOfImage(container) ?? '') : isRoot(written))
        emit(failing(['user'], read.value, EXPECTED, fixOf(container, neighbours)));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'the user is not root', docker: { user: '65532:65532' } },
      { because: 'a name other than root is one of the image', docker: { user: 'app' } },
      { because: 'the group decides nothing', docker: { user: '1000:0' } },
      { because: 'the image is known to run as another user', docker: { imageConfig: { user: 'nonroot' } } },
      { because: 'what runs when it starts is the same user', docker: { user: '65532', hooks: [{ command: ['warm-up'] }] } },
      {
        because: 'the table knows who the image runs as',
        docker: { imageKnowledge: 'required', image: 'nginxinc/nginx-unprivileged:1.27' },
      },
    ],
    fail: [
      { because: 'nothing is written, and the image is root unless it says otherwise', docker: {} },
      { because: 'the image is known to be root', docker: { imageConfig: { user: '' } } },
      { because: 'the name is that of root', docker: { user: 'root:root' } },
      { because: 'the number is that of root', docker: { user: '0:0' } },
      { because: 'zeros are zero', docker: { user: '00' } },
      { because: 'no user part is root', docker: { user: ':1000' } },
      {
        because: 'the image of the database starts as root, and can be started as another user',
        docker: { imageKnowledge: 'required', image: 'postgres:15-alpine' },
      },
      { because: 'what runs when it starts is root', docker: { user: '65532', hooks: [{ command: ['chown'], user: 'root' }] } },
      { because: 'nobody knows who the image can run as', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
    ],
  },
});

const BY_HOOK =
  'Take the user out: the command then runs as the user of the container. What it changes as root belongs into the image, or into a service of its own that runs once before (`depends_on` with `service_completed_successfully`).';

function judgeHooks({ hooks }: Json, emit: Emit): void {
  if (!Array.isArray(hooks)) return;
  for (const [index, hook] of hooks.entries()) {
    const user: unknown = isObject(hook) ? hook.user : undefined;
    const path = ['hooks', index, 'user'];
    if (user === UNKNOWN || (typeof user === 'string' && user.includes('$'))) emit(unknown(path, EXPECTED));
    else if (typeof user === 'string' && user !== '' && isRoot(user)) emit(failing(path, user, EXPECTED, BY_HOOK));
  }
}

function fixOf(container: Json, neighbours: Neighbours): Fix {
  if (isAssumed(container)) return { op: 'set', path: ['user'], value: `${NONROOT_ID}:${NONROOT_ID}` };
  const found = userToStart(container, neighbours);
  return 'user' in found ? { op: 'set', path: ['user'], value: found.user } : { op: 'manual', instructions: found.instructions };
}
