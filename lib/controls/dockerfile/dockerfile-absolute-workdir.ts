import { control } from '../control';
import { type Complaint, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { walkStages } from './reading/stages';
import { expand } from './reading/variables';

const ABSOLUTE = /^(\/|\\|[A-Za-z]:[\\/]|\$)/;
/** Folders of the kernel and of the system itself; /etc/nginx and the like are a service's own. */
const SYSTEM =
  /^\/(proc|sys|dev|boot|initrd|lost\+found)(\/|$)|^\/(etc|s?bin|lib(32|64|x32)?|usr(\/s?bin|\/lib(32|64)?)?|run|var\/run)\/*$/;

export const dockerfileAbsoluteWorkdir = control({
  id: 'dockerfile-absolute-workdir',
  family: 'dockerfile',
  title: 'Use absolute working directories',
  severity: 'low',
  why: 'A relative folder moves with the base image, and files then lie where the wrong process reads or runs them.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#workdir' },
  counterparts: { trivy: ['DS-0009', 'DS-0013', 'DS-0030'], checkov: ['CKV_DOCKER_10'], hadolint: ['DL3000', 'DL3003'] },
  require: dockerfileRule('in every WORKDIR, an absolute path that is no folder of the system', (file) => {
    const found: Complaint[] = [];
    walkStages(file, ({ instruction, path }, values) => {
      if (instruction.keyword !== 'WORKDIR') return;
      const written = argumentsOf(instruction).body.replace(/^(["'])(.*)\1$/s, '$2');
      const folder = expand(written, values) ?? written;
      const at = [...path, 'text'];
      if (!ABSOLUTE.test(folder) && !ABSOLUTE.test(written))
        found.push({ path: at, actual: written, expected: 'an absolute path', fix: 'Write the whole path: `WORKDIR /app`.' });
      else if (SYSTEM.test(folder))
        found.push({
          path: at,
          actual: written,
          expected: 'a folder of its own, not of the system',
          fix: 'Work in a folder of your own, such as /app.',
        });
    });
    return found;
  }),
  examples: {
    pass: [
      { because: 'the path is whole', object: dockerfile('FROM alpine:3.20', 'WORKDIR /app', 'WORKDIR /etc/nginx') },
      { because: 'the variable holds the beginning', object: dockerfile('FROM alpine:3.20', 'WORKDIR $HOME/app') },
      { because: 'Windows has drives', object: dockerfile('FROM mcr.microsoft.com/windows/nanoserver:ltsc2022', 'WORKDIR C:\\app') },
    ],
    fail: [
      { because: 'it depends on where the base stands', object: dockerfile('FROM alpine:3.20', 'WORKDIR app') },
      { because: 'it is of the kernel', object: dockerfile('FROM alpine:3.20', 'WORKDIR /proc/self') },
      { because: 'it is of the system', object: dockerfile('FROM alpine:3.20', 'WORKDIR /etc') },
    ],
  },
});
