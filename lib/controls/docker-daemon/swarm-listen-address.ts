import { control } from '../control';
import { failing } from '../requirement';
import { exampleSwarm, swarmRule } from './swarm-field';

const LISTEN =
  'The address is chosen when a node joins: leave the Swarm and join again with `--listen-addr ADDRESS:2377` of the network that only managers are in.';
const DATA = 'Join again with `--data-path-addr` of another network, so that a flood of the containers does not cut off the managers.';

export const swarmListenAddress = control({
  id: 'swarm-listen-address',
  family: 'docker-daemon',
  title: 'Bind Swarm to one interface',
  severity: 'medium',
  why: 'On every interface, whoever reaches any network of the host talks to the managers of the Swarm.',
  references: { cisDocker: ['7.2', '7.9'] },
  counterparts: { dockerBench: ['7.2', '7.9'] },
  require: swarmRule(
    ['listenAddress', 'dataPathAddress'],
    'a Swarm must listen on one address, and carry the traffic of containers on another',
    ({ listenAddress, dataPathAddress }, emit) => {
      const listen = hostOf(listenAddress);
      if (EVERY.has(listen)) emit(failing(['listenAddress'], listenAddress, 'an address of one interface', LISTEN));
      if (EVERY.has(hostOf(dataPathAddress)) || hostOf(dataPathAddress) === listen)
        emit(failing(['dataPathAddress'], dataPathAddress, 'set, to another address than that of the managers', DATA));
      return true;
    },
  ),
  examples: {
    pass: [{ because: 'each has a network', ...exampleSwarm({ listenAddress: '10.0.0.5:2377', dataPathAddress: '10.1.0.5' }) }],
    fail: [
      { because: 'it listens everywhere', ...exampleSwarm({ listenAddress: '0.0.0.0:2377', dataPathAddress: '10.1.0.5' }) },
      { because: 'both share one', ...exampleSwarm({ listenAddress: '10.0.0.5:2377', dataPathAddress: '10.0.0.5' }) },
      { because: 'the traffic of containers has none of its own', ...exampleSwarm({ listenAddress: '[fd00::5]:2377' }) },
    ],
  },
});

const EVERY: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

/** `[::]:2377` is `::`. */
function hostOf(address: unknown): string {
  const text = typeof address === 'string' ? address : '';
  const bracketed = /^\[([^\]]*)\]/.exec(text);
  return bracketed?.[1] ?? (text.split(':').length > 2 ? text : text.replace(/:\d+$/, ''));
}
