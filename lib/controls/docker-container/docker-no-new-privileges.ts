import { control } from '../control';
import { setuidHelper } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, type Fix, failing, type Json, type Subject, UNKNOWN, unknown } from '../requirement';
import { isAssumed, LIST, readField } from './field-reading';

const EXPECTED = 'a list that holds `no-new-privileges:true`, or the daemon sets it for all containers';
const OPTION = 'no-new-privileges:true';

export const dockerNoNewPrivileges = control({
  id: 'docker-no-new-privileges',
  family: 'docker-container',
  title: 'Set no-new-privileges',
  severity: 'high',
  why: 'A setuid program makes root of whoever runs it, with every capability dropped too: only this flag stops it.',
  references: { cisDocker: ['5.26'] },
  counterparts: { dockerBench: ['5.26', '2.14'] },
  notes:
    '`no-new-privileges:false` counts as unset, and switches off what the daemon sets. A daemon.json that was read together with the container counts for it. `docker stack deploy` drops `security_opt` with a notice, and services of Pulumi have no words for it: there only the daemon helps. Few images need a setuid program; of those that are known to, the option is left to you.',
  require: docker({
    kinds: [DOCKER.container],
    crossObject: true,
    prose: `in every container \`securityOpt\` is ${EXPECTED}`,
    evaluate(container, emit, subject) {
      const options: unknown = container.securityOpt;
      if (isSetByDaemon(subject) && !(Array.isArray(options) && options.some((each) => flagOf(each) === false))) return true;
      const read = readField(container, 'securityOpt', LIST, EXPECTED, emit);
      if (read !== undefined) judge(container, read.value, emit);
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'it is set', docker: { securityOpt: ['no-new-privileges:true'] } },
      { because: 'the name alone sets it', docker: { securityOpt: ['no-new-privileges'] } },
      { because: 'an equals sign does as well', docker: { securityOpt: ['seccomp=/etc/strict.json', 'no-new-privileges=true'] } },
      {
        because: 'the daemon sets it for all',
        docker: {},
        with: [{ apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, config: { 'no-new-privileges': true } }],
      },
      {
        because: 'the daemon reaches the tasks of a stack',
        docker: { declaredBy: 'stack', inexpressible: { securityOpt: 'A stack has no words for it.' } },
        with: [{ apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, config: { 'no-new-privileges': true } }],
      },
    ],
    fail: [
      { because: 'absent means that setuid programs work', docker: {} },
      { because: 'it is switched off', docker: { securityOpt: ['no-new-privileges:false'] } },
      {
        because: 'the entry point of the image is known to need a setuid program',
        docker: { imageKnowledge: 'required', image: 'codercom/code-server:4.90.0' },
      },
      { because: 'another option is none', docker: { securityOpt: ['apparmor=docker-default'] } },
      {
        because: 'a stack drops what is written',
        docker: {
          declaredBy: 'stack',
          securityOpt: ['no-new-privileges:true'],
          dropped: { securityOpt: 'Set "no-new-privileges" in daemon.json of every node.' },
        },
      },
      {
        because: 'the container switches off what the daemon sets',
        docker: { securityOpt: ['no-new-privileges=false'] },
        with: [{ apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, config: { 'no-new-privileges': true } }],
      },
    ],
  },
});

function judge(container: Json, options: readonly unknown[] | undefined, emit: Emit): void {
  const values = (options ?? []).map(flagOf);
  const off = values.indexOf(false);
  const at = ['securityOpt', off];
  // An engine takes the last one; two that contradict each other are no protection to rely on.
  if (off >= 0) emit(failing(at, options?.[off], `\`${OPTION}\``, { op: 'set', path: at, value: OPTION }));
  else if (values.includes(true)) return;
  else if (options?.includes(UNKNOWN)) emit(unknown(['securityOpt'], EXPECTED));
  else emit(failing(['securityOpt'], options, EXPECTED, fixOf(container, options)));
}

function fixOf(container: Json, options: readonly unknown[] | undefined): Fix {
  const { declaredBy, image, built } = container;
  if (declaredBy === 'stack')
    return { op: 'manual', instructions: 'A stack drops `security_opt`: set `"no-new-privileges": true` in daemon.json of every node.' };
  const known = isAssumed(container) || built === true ? undefined : setuidHelper(image);
  if (known !== undefined)
    return {
      op: 'manual',
      instructions: `The image runs ${known.helper}, setuid: under \`${OPTION}\` that fails (${known.source}). Write it where the service does without, or waive this control and say so.`,
    };
  return options === undefined
    ? { op: 'set', path: ['securityOpt'], value: [OPTION] }
    : { op: 'append', path: ['securityOpt'], value: OPTION };
}

/** What an option says of the flag; undefined where it speaks of something else. Engines read Go's spellings of truth. */
function flagOf(option: unknown): boolean | undefined {
  const match = typeof option === 'string' ? /^no-new-privileges(?:[=:](.*))?$/.exec(option.trim()) : null;
  if (match === null) return undefined;
  return match[1] === undefined || /^(?:1|t|T|true|TRUE|True)$/.test(match[1]);
}

function isSetByDaemon({ neighbours }: Subject): boolean {
  const daemons = neighbours.list(DOCKER.daemon.group, DOCKER.daemon.kind, undefined);
  return daemons.length > 0 && daemons.every(({ config }) => config?.['no-new-privileges'] === true);
}
