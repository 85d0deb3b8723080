import { control } from '../control';
import { literalCredential } from '../credential';
import { containersOf, custom, listOf, UNKNOWN, unknown } from '../requirement';
import { emitCredential, NO_CEL } from './written-credential';

const EXPECTED = 'a reference or the path of a file, and no credential';

export const sensitiveEnvValue = control({
  id: 'sensitive-env-value',
  family: 'secret',
  title: 'Keep credentials out of env values',
  severity: 'critical',
  why: 'Whoever may read the workload, its repository or its history reads the password; with it the attacker logs in where the program does.',
  references: { nsa: 'Network: Secrets' },
  counterparts: {
    kubeLinter: ['env-var-secret'],
    kubescape: ['C-0012', 'C-0259'],
    polaris: ['sensitiveContainerEnvVar'],
  },
  notes:
    'A value counts by its name (`DB_PASSWORD`, `API_KEY`), by its format (tokens of makers, private keys, a password in an address) or by its randomness. References (`$(NAME)`), `valueFrom`, switches, paths and names such as `TOKEN_EXPIRY` and `PASSWORD_FILE` pass. `changeme` is a value: it is what an attacker tries first. Findings never repeat a value.',
  require: custom({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { container, path } of containersOf(pod)) {
        if (container.env === UNKNOWN) emit(unknown([...path, 'env'], EXPECTED));
        if (!Array.isArray(container.env)) continue;
        container.env.forEach((entry: unknown, index: number) => {
          const [{ name, value } = { name: undefined, value: undefined }] = listOf([entry]);
          const where = [...path, 'env', index, 'value'];
          if (value === UNKNOWN) emit(unknown(where, EXPECTED));
          const reason = literalCredential(typeof name === 'string' ? name : undefined, textOf(value));
          if (reason === undefined) return;
          const instructions = `Put the value in a secret store, mount it as a file, and tell the program the path (many images read ${String(name)}_FILE). Then change the credential: it was written where others read.`;
          emitCredential(where, reason, EXPECTED, instructions, emit);
        });
      }
      return true;
    },
    cel: NO_CEL,
    prose: `in every container each \`value\` of \`env\` is ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'a file has it', pod: { containers: [{ env: [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/db/password' }] }] } },
      {
        because: 'it comes from a Secret',
        pod: { containers: [{ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] }] },
      },
      {
        because: 'names that only speak of one',
        pod: {
          containers: [
            {
              env: [
                { name: 'TOKEN_EXPIRY', value: '3600' },
                { name: 'TOKEN_URL', value: 'https://login.example/token' },
                { name: 'API_KEY', value: '$(KEY)' },
                { name: 'PASSWORD', value: '' },
              ],
            },
          ],
        },
      },
    ],
    fail: [
      { because: 'its name says what it is', pod: { containers: [{ env: [{ name: 'POSTGRES_PASSWORD', value: 'postgres' }] }] } },
      {
        because: 'an address has a password in it',
        pod: { initContainers: [{ env: [{ name: 'DATABASE', value: 'postgres://web:changeme@db:5432/web' }] }] },
      },
      {
        because: 'whoever debugs leaves traces too',
        pod: { ephemeralContainers: [{ env: [{ name: 'GITHUB_TOKEN', value: 'see the wiki' }] }] },
      },
    ],
  },
});

/** A number as it was meant, though the API server would refuse it. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}
