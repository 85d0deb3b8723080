import type { ClusterNode } from './cluster-node';

/** A pod that runs. */
export interface RunningPod {
  /** How the test calls it: `shop/web`. */
  readonly name: string;
  readonly namespace: string;
  readonly pod: string;
  readonly address: string;
}

/** Somewhere to connect to. */
export interface Target {
  readonly name: string;
  readonly address: string;
}

/** What every stand-in listens on, and so do the hosts outside as far as they can. */
export const PORTS = ['TCP/8080', 'TCP/5432', 'TCP/9090', 'TCP/53', 'UDP/53'] as const;

/**
 * What a pod reaches, as `NAME PORT`: it connects over TCP, or asks for a name over UDP. All at once: what is not answered within four
 * seconds is refused.
 */
export async function reached(
  node: ClusterNode,
  from: RunningPod,
  targets: readonly Target[],
  ports: readonly string[],
): Promise<ReadonlySet<string>> {
  const tries = targets.flatMap(({ name, address }) =>
    ports.map((port) => {
      const [protocol, number] = port.split('/');
      const attempt = protocol === 'UDP' ? `nslookup -type=a shop.test ${address}` : `nc -w 4 ${address} ${number}`;
      return `(timeout 4 ${attempt} </dev/null >/dev/null 2>&1 && echo '${name} ${port}') &`;
    }),
  );
  const output = await node.execute(from.namespace, from.pod, `${tries.join('\n')}\nwait`);
  return new Set(output.split('\n').filter((line) => line !== ''));
}
