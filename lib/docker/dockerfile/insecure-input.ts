import { credentialFormat, isCredentialName, literalCredential } from '../../controls/credential';
import { opensToAll } from '../../controls/dockerfile/file-mode';
import { holdsCredentials } from '../../controls/dockerfile/secret-files';
import type { Waiver } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import { lookUp } from './pinned-image';
import { Stage } from './stage';

/** The controls that the builder judges what it is given by; the audit of the finished file asks the others as well. */
export type DockerfileControl =
  | 'dockerfile-user'
  | 'dockerfile-image-digest'
  | 'dockerfile-secrets'
  | 'dockerfile-healthcheck'
  | 'dockerfile-world-writable'
  | 'dockerfile-copy-everything'
  | 'dockerfile-ssh-port';

/** A control that is not asked of a Dockerfile, for a reason and until a day; it becomes a comment of the file. */
export interface DockerfileWaiver extends Omit<Waiver, 'control' | 'container'> {
  /** The id of the control. */
  readonly control: DockerfileControl;
}

interface Problem {
  readonly control: DockerfileControl;
  readonly message: string;
}

/**
 * Stops what would be insecure, all of it in one error.
 *
 * @throws a TemperedError `insecure-dockerfile`; no value of a variable is ever in its message
 */
export function stopInsecure(stages: readonly Stage[], waivers: readonly DockerfileWaiver[]): void {
  const waived = new Set<string>(waivers.map(({ control }) => control));
  const last = stages.at(-1);
  const problems = [...stages.flatMap(problemsOf), ...(last === undefined ? [] : problemsOfLast(last))].filter(
    ({ control }) => !waived.has(control),
  );
  if (problems.length === 0) return;
  throw new TemperedError(
    'insecure-dockerfile',
    ['the Dockerfile would be insecure:', ...problems.map(({ control, message }) => `  ${control}: ${message}`)].join('\n'),
    {
      hint: `Repair it, or waive: waivers: [{ control: '${problems[0]?.control}', reason: '…', expires: 'YYYY-MM-DD' }].`,
    },
  );
}

function problemsOf(stage: Stage): readonly Problem[] {
  const { name, base, facts } = stage;
  const format = credentialFormat(stage.text());
  const images = [...(base instanceof Stage ? [] : [base]), ...facts.externalImages].filter(
    (image) => image !== 'scratch' && !image.includes('@sha256:'),
  );
  return [
    ...(format === undefined ? [] : [{ control: 'dockerfile-secrets', message: `stage ${name}: a text in it is ${format}` } as const]),
    ...images.map(
      (image): Problem => ({
        control: 'dockerfile-image-digest',
        message: `stage ${name}: ${image} has no digest, and its tag may come to mean something else; ${lookUp(image)} says it`,
      }),
    ),
    ...facts.variables
      // An ARG without a value gets it from outside, and keeps it in the history all the same.
      .filter(
        ({ name, value, instruction }) =>
          (instruction === 'ARG' && isCredentialName(name)) || literalCredential(name, value ?? null) !== undefined,
      )
      .map(
        (variable): Problem => ({
          control: 'dockerfile-secrets',
          message: `stage ${name}: ${variable.instruction} ${variable.name} stays in the image for whoever pulls it; take it as { type: 'secret', id: '…' } of the RUN that needs it, or read a file at run time (${variable.name}_FILE)`,
        }),
      ),
    ...facts.sources.filter(holdsCredentials).map(
      (source): Problem => ({
        control: 'dockerfile-secrets',
        message: `stage ${name}: COPY ${source} puts a credential into a layer; take it as { type: 'secret', id: '…' } of the RUN that needs it`,
      }),
    ),
    ...facts.sources
      .filter((source) => /^(\.?\/?|\*|\.\/\*)$/.test(source))
      .map(
        (source): Problem => ({
          control: 'dockerfile-copy-everything',
          message: `stage ${name}: COPY ${source} takes whatever lies in the folder; name what is needed`,
        }),
      ),
    ...facts.modes.filter(opensToAll).map(
      (mode): Problem => ({
        control: 'dockerfile-world-writable',
        message: `stage ${name}: --chmod=${mode} lets every process change the files; take 0555 for programs, 0444 for others`,
      }),
    ),
  ];
}

function problemsOfLast({ facts }: Stage): readonly Problem[] {
  const user = facts.users.at(-1);
  return [
    ...(user === undefined || isRoot(user)
      ? [
          {
            control: 'dockerfile-user',
            message: `${user === undefined ? 'no user is named' : `user ${user} is root`}: whoever takes over the process is root in the container; user('65532:65532')`,
          } as const,
        ]
      : []),
    ...(facts.health === undefined
      ? [
          {
            control: 'dockerfile-healthcheck',
            message: 'no health check; healthCheck({ command: […] }), or healthCheck({ none: "why", expires: "YYYY-MM-DD" })',
          } as const,
        ]
      : []),
    ...(facts.ports.includes(22)
      ? [{ control: 'dockerfile-ssh-port', message: 'port 22: a login service has no place in a container; docker exec does it' } as const]
      : []),
  ];
}

function isRoot(user: string): boolean {
  const [name = ''] = user.split(':');
  return name === 'root' || /^0+$/.test(name);
}
