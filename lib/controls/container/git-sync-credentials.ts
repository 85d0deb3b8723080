import { control } from '../control';
import { trustedGitSync } from './git-sync';

const GIT_SYNC = 'registry.k8s.io/git-sync/git-sync:v4.4.0';

export const gitSyncCredentials = control({
  id: 'git-sync-credentials',
  family: 'container',
  title: 'Keep git-sync from running code from anywhere',
  severity: 'medium',
  why: 'Whoever sets a variable of git-sync names the program that it runs as git, or the repository whose code it brings into the pod (Akamai, 2024).',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/' },
  counterparts: {
    checkov: ['CKV_K8S_159'],
  },
  notes:
    'No container may set the git program (`GITSYNC_GIT`, `--git`): that is what Checkov asks. Of containers whose image is `git-sync` more is asked: the repository is written, not taken from a ConfigMap or Secret; the password is a file (`--password-file`, an SSH key, a GitHub App), not a variable or an argument; and no `envFrom` brings variables in. A password that a reference in `args` (`$(NAME)`) brings in is not followed. Findings never repeat values.',
  require: trustedGitSync,
  examples: {
    pass: [
      {
        because: 'no git-sync',
        pod: { containers: [{ env: [{ name: 'GITSYNC_REPO', valueFrom: { configMapKeyRef: { name: 'web', key: 'repo' } } }] }] },
      },
      {
        because: 'a fixed repository, the key from a file',
        pod: {
          containers: [{ image: GIT_SYNC, args: ['--repo=https://git.example/web', '--password-file=/etc/git-secret/password'] }],
        },
      },
      {
        because: 'the same as variables',
        pod: {
          initContainers: [
            {
              image: GIT_SYNC,
              env: [
                { name: 'GITSYNC_REPO', value: 'https://git.example/web' },
                { name: 'GITSYNC_PASSWORD_FILE', value: '/etc/git-secret/password' },
              ],
            },
          ],
        },
      },
    ],
    fail: [
      { because: 'the program itself', pod: { containers: [{ env: [{ name: 'GITSYNC_GIT', value: '/tmp/git' }] }] } },
      {
        because: 'the program as an argument',
        pod: { containers: [{ image: GIT_SYNC, args: ['--repo=https://git.example/web', '--git=/tmp/git'] }] },
      },
      {
        because: 'whoever edits the ConfigMap chooses the repository',
        pod: {
          containers: [{ image: GIT_SYNC, env: [{ name: 'GITSYNC_REPO', valueFrom: { configMapKeyRef: { name: 'web', key: 'repo' } } }] }],
        },
      },
      {
        because: 'a password as a variable is in every dump',
        pod: {
          initContainers: [
            { image: GIT_SYNC, env: [{ name: 'GIT_SYNC_PASSWORD', valueFrom: { secretKeyRef: { name: 'git', key: 'password' } } }] },
          ],
        },
      },
      {
        because: 'variables from elsewhere',
        pod: { containers: [{ image: GIT_SYNC, envFrom: [{ configMapRef: { name: 'git-sync' } }] }] },
      },
    ],
  },
});
