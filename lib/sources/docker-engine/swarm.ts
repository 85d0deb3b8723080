import type { Swarm } from '../../controls/docker/objects';
import { isObject, type Json } from '../../controls/requirement';
import type { HostView } from './host-view';

const WORKER = 'A worker does not know it: run the audit on a manager.';
const ELSEWHERE = 'An engine does not tell it: run the audit on its host as root.';

/** What a node says of its Swarm; undefined where it is part of none. `host` is given where the engine runs on this host. */
export function swarmOf(info: Json, services: number | undefined, host: HostView | undefined): Swarm | undefined {
  const { Swarm: swarm }: Json = info;
  if (!isObject(swarm) || swarm.LocalNodeState !== 'active') return undefined;
  const manager = swarm.ControlAvailable === true;
  const spec: Json = isObject(swarm.Cluster) && isObject(swarm.Cluster.Spec) ? swarm.Cluster.Spec : {};
  const lock: unknown = isObject(spec.EncryptionConfig) ? spec.EncryptionConfig.AutoLockManagers : undefined;
  const expiry: unknown = isObject(spec.CAConfig) ? spec.CAConfig.NodeCertExpiry : undefined;
  const addresses = host === undefined ? undefined : nodeAddresses(host, String(info.DockerRootDir ?? '/var/lib/docker'));
  const unseen = {
    ...(!manager && { autoLock: WORKER, certificateExpiry: WORKER }),
    ...(services === undefined && { services: WORKER }),
    ...(addresses === undefined && { listenAddress: ELSEWHERE, dataPathAddress: ELSEWHERE }),
  };
  return {
    apiVersion: 'docker/v1',
    kind: 'Swarm',
    metadata: { name: String(info.Name ?? 'node') },
    ...(Object.keys(unseen).length > 0 && { unseen }),
    manager,
    ...(manager && { autoLock: lock === true }),
    ...(typeof expiry === 'number' && { certificateExpiry: expiry / 1e9 }),
    ...(services !== undefined && { services }),
    ...addresses,
  };
}

/** The addresses that were chosen when the node joined stand in a file that only root reads. */
function nodeAddresses(host: HostView, root: string): Pick<Swarm, 'listenAddress' | 'dataPathAddress'> | undefined {
  try {
    const { ListenAddr, DataPathAddr }: Json = JSON.parse(host.read(`${root}/swarm/docker-state.json`));
    return {
      ...(typeof ListenAddr === 'string' && { listenAddress: ListenAddr }),
      ...(typeof DataPathAddr === 'string' && DataPathAddr !== '' && { dataPathAddress: DataPathAddr }),
    };
  } catch {
    return undefined;
  }
}
