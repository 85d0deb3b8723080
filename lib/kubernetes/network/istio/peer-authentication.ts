import { isAnonymous } from '../mesh/anonymous';
import { tcpPorts } from '../mesh/tcp-ports';
import { objectName } from '../object-name';
import type { PolicyObject, StatedNetwork } from '../stated-network';
import { workloadLabels } from './refusals';

/**
 * STRICT for each namespace of the scope, or for each workload alone: where its namespace is not known or is not to be closed as a whole,
 * and where it has ports on which somebody without an identity is let in. These take both (PERMISSIVE), and the AuthorizationPolicy says
 * who.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function peerAuthentications(
  stated: readonly StatedNetwork[],
  scopeName: string,
  { wholeNamespaces, unmeshed }: { readonly wholeNamespaces: readonly string[]; readonly unmeshed: ReadonlySet<string> },
): readonly PolicyObject[] {
  return [
    ...wholeNamespaces.map((namespace) => object(`namespace-${namespace}`, { name: `${scopeName}-strict`, namespace }, { mtls: STRICT })),
    ...stated.flatMap(({ name, namespace, path, pods, ingress }) => {
      const open = new Set(ingress.flatMap((flow) => (isAnonymous(flow, unmeshed) ? (tcpPorts(flow.ports) ?? []) : [])));
      if (namespace !== undefined && wholeNamespaces.includes(namespace) && open.size === 0) return [];
      const ports = [...open].sort((a, b) => a - b);
      const spec = {
        selector: { matchLabels: workloadLabels(pods, path) },
        mtls: STRICT,
        ...(ports.length > 0 && { portLevelMtls: Object.fromEntries(ports.map((port) => [String(port), { mode: 'PERMISSIVE' }])) }),
      };
      return [
        { ...object(name, { name: objectName(name, 'network'), ...(namespace !== undefined && { namespace }) }, spec), workload: path },
      ];
    }),
  ];
}

const STRICT = { mode: 'STRICT' };

function object(id: string, metadata: PolicyObject['metadata'], spec: PolicyObject['spec']): PolicyObject {
  return { id: `istio-authentication-${id}`, apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata, spec };
}
