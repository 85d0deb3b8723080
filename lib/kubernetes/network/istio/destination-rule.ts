import { hasTcp } from '../mesh/tcp-ports';
import { hasMeshed } from '../mesh/underneath';
import { unknownNamespace } from '../mesh/unknown-namespace';
import type { PolicyObject, StatedNetwork } from '../stated-network';

/**
 * Tells clients to speak mTLS with the namespaces that they have flows to, for meshes whose proxies do not find out by themselves. Seen
 * by the clients of the scope only. A DestinationRule of one Service takes its place, with TLS settings of its own or with none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export function destinationRules(
  stated: readonly StatedNetwork[],
  scopeName: string,
  { clusterDomain, unmeshed }: { readonly clusterDomain: string; readonly unmeshed: ReadonlySet<string> },
): readonly PolicyObject[] {
  const byNamespace = new Map<string | undefined, Set<string>>();
  for (const { namespace, path, egress } of stated)
    for (const { peer, ports } of egress) {
      if (peer.kind !== 'pods' || !hasTcp(ports) || !hasMeshed(peer, unmeshed)) continue;
      const names = peer.namespaceNames ?? (peer.namespaces === 'own' && namespace !== undefined ? [namespace] : undefined);
      if (names === undefined) throw unknownNamespace(path, peer, 'to');
      const destinations = byNamespace.get(namespace) ?? new Set();
      for (const name of names) if (!unmeshed.has(name)) destinations.add(name);
      byNamespace.set(namespace, destinations);
    }
  return [...byNamespace].flatMap(([namespace, destinations]) =>
    [...destinations].map((destination) => ({
      id: `istio-mtls-${namespace ?? ''}-${destination}`,
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: `${scopeName}-mtls-${destination}`, ...(namespace !== undefined && { namespace }) },
      spec: {
        host: `*.${destination}.svc.${clusterDomain}`,
        exportTo: ['.'],
        trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      },
    })),
  );
}
