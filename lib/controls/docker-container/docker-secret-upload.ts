import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, UNKNOWN, unknown } from '../requirement';
import { visitObjects } from './container-lists';

const EXPECTED = 'no credential';

export const dockerSecretUpload = control({
  id: 'docker-secret-upload',
  family: 'docker-container',
  title: 'Keep credentials out of uploaded files',
  severity: 'high',
  why: 'What is uploaded stays in the container’s own layer on the disk of the host, in every image that is committed of it, and in the state of the program that declared it.',
  references: { cisDocker: ['4.10'] },
  counterparts: {},
  notes:
    'Only Pulumi uploads files into a container before it starts. A content counts where a line of it looks like a credential, where an output of Pulumi marks it as a secret whatever it looks like, and a `source` by its name (`.env`, `id_rsa`). Findings never repeat a content.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      visitObjects(container, 'uploads', EXPECTED, emit, ({ credential }: { credential?: unknown }, path) => {
        const at = [...path, 'credential'];
        if (credential === UNKNOWN) emit(unknown(at, EXPECTED));
        else if (credential === true)
          emit(
            failing(
              at,
              '(not shown)',
              EXPECTED,
              'Let an agent write the credential to a file of the host (on a tmpfs of its own, such as /mnt/secrets) and mount that read-only, or give it to a Swarm service as a docker.Secret. Then change it: it is in the layer of the container and in the state.',
            ),
          );
      });
      return true;
    },
    prose: `in every container each of \`uploads\` must hold ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'nothing is uploaded', docker: {} },
      { because: 'a configuration', docker: { uploads: [{ target: '/etc/app.conf', credential: false }] } },
    ],
    fail: [{ because: 'a password is uploaded', docker: { uploads: [{ target: '/app/.env', credential: true }] } }],
  },
});
