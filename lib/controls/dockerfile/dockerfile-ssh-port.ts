import { control } from '../control';
import { unknown } from '../requirement';
import { type Complaint, dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf } from './reading/arguments';
import { allInstructions, walkStages } from './reading/stages';
import { expand } from './reading/variables';

const SSH = 22;
/** What no server of SSH should be told. */
const OPEN_SERVER = /\bPermit(?:RootLogin|EmptyPasswords)[\s=]+"?yes\b/i;

function opensSsh(port: string): boolean {
  const [, first = '', last = first, protocol = 'tcp'] = /^["']?(\d+)(?:-(\d+))?(?:\/(\w+))?["']?$/.exec(port) ?? [];
  return first !== '' && Number(first) <= SSH && SSH <= Number(last) && protocol.toLowerCase() === 'tcp';
}

export const dockerfileSshPort = control({
  id: 'dockerfile-ssh-port',
  family: 'dockerfile',
  title: 'Expose no SSH',
  severity: 'medium',
  why: 'A container that is logged in to has keys and passwords to manage, and changes that no image knows of.',
  references: { cisDocker: ['5.7'] },
  counterparts: { trivy: ['DS-0004'], checkov: ['CKV_DOCKER_1'] },
  require: dockerfileRule(
    'in every EXPOSE, no port 22; in every RUN, COPY and ADD, no server of SSH that lets root or everybody in',
    (file, emit) => {
      const expected = 'ports other than 22';
      const fix = 'Leave it out; `docker exec` and the logs need no server in the image.';
      const found: Complaint[] = [];
      walkStages(file, ({ instruction, path }, values) => {
        if (instruction.keyword !== 'EXPOSE') return;
        for (const [at, word] of argumentsOf(instruction).words.entries()) {
          const port = expand(word, values);
          const place = [...path, 'words', at];
          if (port === undefined) emit({ ...unknown(place, expected), actual: word, fix: { op: 'manual', instructions: fix } });
          else if (opensSsh(port)) found.push({ path: place, actual: word, expected, fix });
        }
      });
      for (const { instruction, path } of allInstructions(file)) {
        if (!/^(RUN|COPY|ADD)$/.test(instruction.keyword)) continue;
        const texts = [instruction.text, ...(instruction.heredocs ?? []).map(({ content }) => content)];
        const at = texts.findIndex((text) => OPEN_SERVER.test(text));
        const [actual = ''] = OPEN_SERVER.exec(texts[at] ?? '') ?? [];
        if (at >= 0)
          found.push({
            path: [...path, ...(at > 0 ? ['heredocs', at - 1, 'content'] : ['text'])],
            actual,
            expected: 'no server of SSH',
            fix,
          });
      }
      return found;
    },
  ),
  examples: {
    pass: [{ because: 'the service has its own port', object: dockerfile('FROM alpine:3.20', 'EXPOSE 8080 2222/tcp 22/udp') }],
    fail: [
      { because: 'it is SSH', object: dockerfile('FROM alpine:3.20', 'EXPOSE 8080 22') },
      {
        because: 'root logs in',
        object: dockerfile('FROM debian:12', "RUN sed -i 's/#PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config"),
      },
      { because: 'the protocol changes nothing', object: dockerfile('FROM alpine:3.20', 'EXPOSE 22/tcp') },
      { because: 'it lies in the range', object: dockerfile('FROM alpine:3.20', 'EXPOSE 20-25') },
      { because: 'the variable says it', object: dockerfile('FROM alpine:3.20', 'ENV PORT=22', 'EXPOSE $PORT') },
    ],
  },
});
