import { control } from '../control';
import { concealing, everyDeclaredContainer, lacks } from '../requirement';

/** Read alike by JavaScript and RE2; a hyphen or dot beside it makes it part of another word. */
const WORD = '(^|[^A-Za-z0-9_.-])sudo($|[^A-Za-z0-9_.-])';

export const sudoInCommand = control({
  id: 'sudo-in-command',
  family: 'container',
  title: 'Use no sudo in command or args',
  severity: 'medium',
  why: 'The setuid binary that sudo is makes root of whoever gets into the container.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/' },
  counterparts: {
    kubescape: ['C-0062'],
  },
  notes:
    'A word of its own: `/usr/bin/sudo` and `sh -c "sudo …"` fail; `pseudo`, `--no-sudo` and `sudo.conf` do not. Findings never repeat the command, which may hold a secret.',
  require: concealing(
    'sudo',
    everyDeclaredContainer(
      ['command[]', 'args[]'],
      lacks(
        WORD,
        'without the word `sudo`',
        'Start the program as the user that it needs (`runAsUser`, `USER` in the Dockerfile), and give files and ports to that user.',
      ),
    ),
  ),
  examples: {
    pass: [
      { because: 'the image starts by itself', pod: {} },
      { because: 'no word of its own', pod: { containers: [{ command: ['pseudo'], args: ['--no-sudo', '/etc/sudo.conf'] }] } },
    ],
    fail: [
      { because: 'the command', pod: { containers: [{ command: ['sudo', 'nginx'] }] } },
      { because: 'by its path', pod: { containers: [{ command: ['/usr/bin/sudo', '-E', 'nginx'] }] } },
      { because: 'in a shell', pod: { containers: [{ command: ['sh', '-c'], args: ['cd /srv && sudo -u web ./run'] }] } },
      { because: 'init containers count', pod: { initContainers: [{ args: ['sudo chown -R 1000 /data;sync'] }] } },
    ],
  },
});
