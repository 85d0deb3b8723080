import { control } from '../control';
import type { ComposeFileSource } from '../docker/objects';
import { DOCKER } from '../docker/objects';
import { docker, failing, UNKNOWN, unknown } from '../requirement';
import { exampleComposeFile } from './compose-summary';

const EXPECTED = 'absent: the content comes from a `file`, the `environment` or outside (`external`)';

export const composeInlineSecret = control({
  id: 'compose-inline-secret',
  family: 'compose',
  title: 'Put no secret values in the Compose file',
  severity: 'critical',
  why: 'A Compose file is committed, copied and pasted into tickets: a secret that stands in it belongs to everybody who ever read it.',
  references: { cisDocker: ['4.10'] },
  counterparts: {},
  notes:
    'A `content` of a secret fails whatever it is; that of a config fails where a line of it looks like a credential. Findings never repeat a content. Whether the file of a secret, or an `.env`, is committed beside the Compose file cannot be seen in it: keep both out of version control.',
  require: docker({
    kinds: [DOCKER.compose],
    evaluate(file, emit) {
      for (const section of ['secrets', 'configs'] as const) {
        for (const [name, source] of Object.entries(file[section] ?? {}) as [string, ComposeFileSource][]) {
          if (source.credential === (UNKNOWN as unknown)) {
            emit(unknown([section, name, 'content'], EXPECTED));
            continue;
          }
          if (source.inline !== true || (section === 'configs' && source.credential !== true)) continue;
          emit(
            failing(
              [section, name, 'content'],
              'a value that is not repeated here',
              EXPECTED,
              `Write the content of ${name} to a file that is not committed and name it with \`file\`, or take it from \`environment\` or an \`external\` secret. Then change the credential: it was written where others read.`,
            ),
          );
        }
      }
      return true;
    },
    prose: `in every Compose file \`content\` of a secret, and of a config that holds a credential, must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'a file has it', object: exampleComposeFile({}, { secrets: { 'db-password': { file: './secrets/db-password' } } }) },
      { because: 'the environment has it', object: exampleComposeFile({}, { secrets: { token: { environment: 'TOKEN' } } }) },
      { because: 'it exists already', object: exampleComposeFile({}, { secrets: { token: { external: true } } }) },
      { because: 'a config that holds no credential', object: exampleComposeFile({}, { configs: { nginx: { inline: true } } }) },
    ],
    fail: [
      { because: 'its content stands in the file', object: exampleComposeFile({}, { secrets: { token: { inline: true } } }) },
      { because: 'a config holds a credential', object: exampleComposeFile({}, { configs: { app: { inline: true, credential: true } } }) },
    ],
  },
});
