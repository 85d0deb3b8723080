import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, type Fix, failing, type Json, UNKNOWN, unknown } from '../requirement';
import { capabilityName } from './capability-name';
import { isAssumed, LIST, readField } from './field-reading';
import { knownImageOf } from './known-image-of';
import { isKnownNonRoot } from './root-user';

const EXPECTED = 'a list that holds `ALL`';

export const dockerDropCapabilities = control({
  id: 'docker-drop-capabilities',
  family: 'docker-container',
  title: 'Drop all capabilities',
  severity: 'high',
  why: 'An engine leaves 14 capabilities to every container: with them root can take over files of others, forge packets and make devices.',
  references: { cisDocker: ['5.4'] },
  counterparts: { dockerBench: ['5.4'] },
  notes:
    'docker-bench-security accepts the 14 that engines leave, and looks only at what is added. Capabilities are read in any spelling (`all`, `CAP_ALL`). A process that is not root has none of them anyway, so that in somebody’s own file dropping all is filled in where the user is known not to be root; an image that starts as root and steps down by itself needs some.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container \`capDrop\` is ${EXPECTED}`,
    evaluate(container, emit) {
      const read = readField(container, 'capDrop', LIST, EXPECTED, emit);
      if (read === undefined) return true;
      const { value: dropped } = read;
      if (dropped?.some((each) => typeof each === 'string' && capabilityName(each) === 'ALL')) return true;
      if (dropped?.includes(UNKNOWN)) emit(unknown(['capDrop'], EXPECTED));
      else emit(failing(['capDrop'], dropped, EXPECTED, fixOf(container, dropped)));
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'none is left', docker: { capDrop: ['ALL'] } },
      { because: 'the spelling does not matter', docker: { capDrop: ['all'] } },
      { because: 'the prefix of the kernel does not matter', docker: { capDrop: ['CAP_ALL'] } },
      { because: 'one is added back after all are dropped', docker: { capDrop: ['ALL'], capAdd: ['NET_BIND_SERVICE'] } },
    ],
    fail: [
      { because: 'absent means the 14 of the engine', docker: {} },
      { because: 'one is dropped, thirteen stay', docker: { capDrop: ['NET_RAW'] } },
      { because: 'an empty list drops none', docker: { capDrop: [] } },
      {
        because: 'the image starts as root, and steps down with capabilities',
        docker: { imageKnowledge: 'required', image: 'nginx:1.27' },
      },
      {
        because: 'who is not root has none of them in use',
        docker: { imageKnowledge: 'required', image: 'registry.example/shop:1', user: '1000:1000' },
      },
    ],
  },
});

function fixOf(container: Json, dropped: readonly unknown[] | undefined): Fix {
  const instructions = whyByHand(container);
  if (instructions !== undefined) return { op: 'manual', instructions };
  return dropped === undefined ? { op: 'set', path: ['capDrop'], value: ['ALL'] } : { op: 'append', path: ['capDrop'], value: 'ALL' };
}

function whyByHand(container: Json): string | undefined {
  if (isAssumed(container)) return undefined;
  const known = knownImageOf(container);
  const inFile = known?.fileCapabilities ?? [];
  if (known !== undefined && inFile.length > 0)
    return `The executable of ${known.name} asks for ${inFile.join(', ')}: drop ALL and add ${inFile.join(', ')} together.`;
  if (isKnownNonRoot(container)) return undefined;
  const needed = known?.rootCapabilities;
  return needed === undefined
    ? 'Let it run as a user other than root first: then all capabilities can go. Else drop ALL, start it, and add back what its log asks for ("Operation not permitted"): mostly CHOWN, SETGID and SETUID.'
    : `Let it run as a user other than root first: then all capabilities can go. As root, ${known?.name ?? 'it'} needs ${needed.join(', ')}: drop ALL and add these.`;
}
