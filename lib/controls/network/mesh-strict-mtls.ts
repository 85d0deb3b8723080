import { control } from '../control';
import { all, custom, type Json } from '../requirement';
import { destinationRule, peerAuthentication } from './istio-mtls';
import { DEFAULT_INBOUND, ofNamespaces, ofPods, server } from './linkerd-inbound';
import { LINKERD_INJECT } from './mesh';

const istio = (kind: string, spec: Json): Json => ({
  apiVersion: kind === 'DestinationRule' ? 'networking.istio.io/v1' : 'security.istio.io/v1',
  kind,
  metadata: { name: 'web', namespace: 'shop' },
  spec: kind === 'DestinationRule' ? { host: 'web.shop.svc.cluster.local', ...spec } : spec,
});
const peers = (spec: Json): Json => istio('PeerAuthentication', spec);
const toWeb = (spec: Json): Json => istio('DestinationRule', spec);
const selector = { matchLabels: { app: 'web' } };
const serverExample = (spec: Json): Json => ({
  apiVersion: 'policy.linkerd.io/v1beta3',
  kind: 'Server',
  metadata: { name: 'web-http', namespace: 'shop' },
  spec: { podSelector: selector, port: 8080, ...spec },
});
const namespaceWith = (annotations: Json): Json => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', annotations: { [LINKERD_INJECT]: 'enabled', ...annotations } },
});

export const meshStrictMtls = control({
  id: 'mesh-strict-mtls',
  family: 'network',
  title: 'Require mutual TLS in the mesh',
  severity: 'high',
  why: 'As long as plain text is accepted, whoever reaches the port speaks to the program without an identity, and whoever listens in the network reads along.',
  references: {
    nsa: 'Network: encryption',
    kubernetes: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  },
  counterparts: { kyverno: ['enforce-strict-mtls', 'require-linkerd-server'] },
  notes:
    'Istio: a PeerAuthentication without `selector` speaks for its namespace, or, in the root namespace, for the mesh; `UNSET` and absent inherit, in the end `PERMISSIVE`. One with a `selector` may inherit. A DestinationRule whose `tls` has no `mode` switches TLS off; one for a host outside of the mesh (neither a short name, nor one below `svc` or `local`) is not asked. Linkerd: `audit` lets everybody in. An identity that a MeshTLSAuthentication asks for is always shown by mutual TLS. Hardening fills nothing in: clients outside of the mesh would be cut off; with `--override` it replaces what is written.',
  parameters: {
    /** What Linkerd was installed with (`proxy.defaultInboundPolicy`): what an absent annotation means. */
    defaultInboundPolicy: 'all-unauthenticated',
  },
  require: ({ defaultInboundPolicy }) =>
    all(custom(peerAuthentication), custom(destinationRule), custom(server), custom(ofNamespaces(defaultInboundPolicy)), custom(ofPods)),
  examples: {
    pass: [
      { because: 'plain text is refused in the namespace', object: peers({ mtls: { mode: 'STRICT' } }) },
      { because: 'some pods inherit', object: peers({ selector, mtls: { mode: 'UNSET' } }) },
      { because: 'so does a port', object: peers({ selector, portLevelMtls: { 8080: { mode: 'STRICT' } } }) },
      { because: 'the proxy finds out by itself', object: toWeb({ trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } } }) },
      { because: 'the identity of the mesh', object: toWeb({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }) },
      {
        because: 'a database outside does its own TLS',
        object: toWeb({ host: 'db.example.com', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      },
      { because: 'a Server lets nobody in by itself', object: serverExample({}) },
      { because: 'whoever shows an identity', object: serverExample({ accessPolicy: 'all-authenticated' }) },
      { because: 'the same of a namespace', object: namespaceWith({ [DEFAULT_INBOUND]: 'deny' }) },
      { because: 'the same of a pod', pod: {}, annotations: { [DEFAULT_INBOUND]: 'cluster-authenticated' } },
      { because: 'Linkerd was installed so', parameters: { defaultInboundPolicy: 'all-authenticated' }, object: namespaceWith({}) },
    ],
    fail: [
      { because: 'plain text is accepted', object: peers({ mtls: { mode: 'PERMISSIVE' } }) },
      { because: 'absent inherits plain text', object: peers({}) },
      { because: 'some pods accept plain text', object: peers({ selector, mtls: { mode: 'DISABLE' } }) },
      { because: 'one port does', object: peers({ selector, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }) },
      { because: 'clients speak plain text', object: toWeb({ trafficPolicy: { tls: { mode: 'DISABLE' } } }) },
      { because: 'a short name is one of the mesh', object: toWeb({ host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' } } }) },
      { because: 'so is a wildcard', object: toWeb({ host: '*.local', trafficPolicy: { tls: { mode: 'DISABLE' } } }) },
      { because: 'a mode that is not written is no TLS', object: toWeb({ trafficPolicy: { tls: { sni: 'web' } } }) },
      {
        because: 'to one port',
        object: toWeb({ trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }] } }),
      },
      { because: 'to one subset', object: toWeb({ subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'DISABLE' } } }] }) },
      { because: 'a Server lets everybody in', object: serverExample({ accessPolicy: 'all-unauthenticated' }) },
      { because: 'a log keeps nobody out', object: serverExample({ accessPolicy: 'audit' }) },
      { because: 'absent lets everybody in', object: namespaceWith({}) },
      { because: 'everybody of the cluster is everybody', object: namespaceWith({ [DEFAULT_INBOUND]: 'cluster-unauthenticated' }) },
      { because: 'a pod lets everybody in', pod: {}, annotations: { [DEFAULT_INBOUND]: 'all-unauthenticated' } },
    ],
  },
});
