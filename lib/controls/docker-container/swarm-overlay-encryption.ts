import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, UNKNOWN, unknown } from '../requirement';
import { scalarText, wrongShape } from './container-lists';

const EXPECTED = '`true`, as a text';
const PATH = ['options', 'encrypted'] as const;

export const swarmOverlayEncryption = control({
  id: 'swarm-overlay-encryption',
  family: 'docker-container',
  title: 'Encrypt overlay networks',
  severity: 'medium',
  why: 'Between nodes an overlay network goes as plain VXLAN: who is on that wire reads what containers say to each other, and says it in their place.',
  references: { cisDocker: ['7.3'] },
  counterparts: { dockerBench: ['7.3'] },
  notes:
    'A network of a stack is an overlay where no driver is written. Nodes of Windows cannot encrypt, and IPsec costs throughput: where the nodes are joined by a wire that is encrypted already (WireGuard), waive it. A network that exists already, and is only named, is judged where it is made. An existing network must be made anew.',
  require: docker({
    kinds: [DOCKER.network],
    evaluate(network, emit) {
      const { driver, declaredBy, external, options } = network as Record<string, unknown>;
      if (external === true) return false;
      if (driver === UNKNOWN) {
        emit(unknown(['driver'], 'known, so that its encryption can be judged'));
        return true;
      }
      if (driver !== 'overlay' && !(declaredBy === 'stack' && (driver === undefined || driver === null))) return false;
      if (options === UNKNOWN) emit(unknown(['options'], EXPECTED));
      else if (options !== undefined && options !== null && !isObject(options)) emit(wrongShape(['options'], typeof options, 'an object'));
      else {
        const encrypted: unknown = isObject(options) ? options.encrypted : undefined;
        if (encrypted === UNKNOWN) emit(unknown([...PATH], EXPECTED));
        else if (typeof encrypted === 'object' && encrypted !== null) emit(wrongShape([...PATH], typeof encrypted, 'a text'));
        else if (encrypted === undefined || encrypted === null || scalarText(encrypted).toLowerCase() === 'false') {
          emit(failing([...PATH], encrypted ?? undefined, EXPECTED, { op: 'set', path: [...PATH], value: 'true' }));
        }
      }
      return true;
    },
    prose: `in every overlay network \`options.encrypted\` must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'it is encrypted', object: network({ driver: 'overlay', options: { encrypted: 'true' } }) },
      { because: 'the key alone is enough', object: network({ driver: 'overlay', options: { encrypted: '' } }) },
      { because: 'a bridge stays on its host', object: network({ driver: 'bridge', declaredBy: 'compose' }) },
      { because: 'it is made elsewhere', object: network({ driver: 'overlay', external: true }) },
    ],
    fail: [
      { because: 'nothing is said', object: network({ driver: 'overlay' }) },
      { because: 'a network of a stack is an overlay', object: network({ declaredBy: 'stack' }) },
      { because: 'it is off', object: network({ driver: 'overlay', options: { encrypted: 'false' } }) },
      {
        because: 'the other options do not encrypt',
        object: network({ driver: 'overlay', options: { 'com.docker.network.driver.mtu': '1400' } }),
      },
    ],
  },
});

function network(fields: Record<string, unknown>) {
  return { apiVersion: 'docker/v1', kind: 'Network', metadata: { name: 'back' }, declaredBy: 'pulumi', ...fields };
}
