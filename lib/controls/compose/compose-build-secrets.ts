import { control } from '../control';
import { literalCredential } from '../credential';
import type { ComposeServiceSummary } from '../docker/objects';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, failing, type Path } from '../requirement';
import { exampleComposeFile, servicesOf } from './compose-summary';

const ARGUMENT = 'no credential: what a build needs of that kind is mounted as a build secret';

export const composeBuildSecrets = control({
  id: 'compose-build-secrets',
  family: 'compose',
  title: 'Pass build secrets as secrets',
  severity: 'high',
  why: 'Build arguments stay in the history of the image, where everybody who may pull it reads them; a privileged build is root of the machine that builds.',
  references: { docker: 'https://docs.docker.com/build/building/secrets/' },
  counterparts: {},
  notes:
    'An argument counts as in `docker-secret-env`: by its name, its format or its randomness; findings never repeat a value. What an output of Pulumi marks as a secret fails whatever it looks like. `build.privileged`, `build.network: host` and `build.entitlements` give the build the machine that it runs on.',
  require: docker({
    kinds: [DOCKER.compose],
    evaluate(file, emit) {
      const built = servicesOf(file).filter(([, { build }]) => build !== undefined);
      for (const [name, { build }] of built) if (build !== undefined) judge(build, ['services', name, 'build'], emit);
      return built.length > 0;
    },
    prose: `in every Compose file each value of \`build.args\` must be ${ARGUMENT}; \`build.privileged\`, \`build.network: host\` and \`build.entitlements\` absent`,
  }),
  examples: {
    pass: [
      { because: 'an argument that is no credential', object: exampleComposeFile({ web: { build: { args: { NODE_VERSION: '24' } } } }) },
      { because: 'a build secret', object: exampleComposeFile({ web: { build: { secrets: ['npm-token'] } } }) },
      { because: 'the value comes from outside', object: exampleComposeFile({ web: { build: { args: { NPM_TOKEN: null } } } }) },
    ],
    fail: [
      { because: 'its name says what it is', object: exampleComposeFile({ web: { build: { args: { NPM_TOKEN: 'changeme' } } } }) },
      {
        because: 'its author marked it as a secret',
        object: exampleComposeFile({ web: { build: { args: { GREETING: 'hello' }, secretArgs: ['GREETING'] } } }),
      },
      { because: 'the build is root of the host', object: exampleComposeFile({ web: { build: { privileged: true } } }) },
      { because: 'the build has the network of the host', object: exampleComposeFile({ web: { build: { network: 'host' } } }) },
      {
        because: 'the build is allowed what builds are not',
        object: exampleComposeFile({ web: { build: { entitlements: ['security.insecure'] } } }),
      },
    ],
  },
});

function judge(
  { args = {}, secretArgs = [], privileged, network, entitlements = [] }: NonNullable<ComposeServiceSummary['build']>,
  at: Path,
  emit: Emit,
): void {
  for (const [name, value] of Object.entries(args)) {
    const reason = secretArgs.includes(name) ? 'is marked as a secret' : literalCredential(name, value);
    if (reason === undefined) continue;
    const instructions = `Declare ${name} below \`secrets\`, name it in \`build.secrets\`, and read it in the Dockerfile with \`RUN --mount=type=secret,id=…\`. Then change the credential: it is in the history of the image.`;
    emit(failing([...at, 'args', name], 'a value that is not repeated here', `${ARGUMENT}; this value ${reason}`, instructions));
  }
  if (privileged === true)
    emit(
      failing(
        [...at, 'privileged'],
        true,
        '`false`',
        'Take `privileged` away, and what of the build needs it: a build installs and compiles, it mounts nothing.',
      ),
    );
  if (network === 'host')
    emit(
      failing(
        [...at, 'network'],
        network,
        'other than `host`',
        'Take `network: host` away: the build reaches registries over its own network, and services of the host are none of its business.',
      ),
    );
  if (entitlements.length > 0)
    emit(failing([...at, 'entitlements'], entitlements, 'absent', 'Take `entitlements` away: they let a build out of its sandbox.'));
}
