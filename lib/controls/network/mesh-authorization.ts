import { control } from '../control';
import { all, custom, type Json, type Rule } from '../requirement';
import { workloadExample } from '../workload/workload-examples';
import { isAuthorizedByIstio, noEmptyRule } from './istio-authorization';
import { isAuthorizedByLinkerd, someAuthentication, someClient } from './linkerd-authorization';
import { LINKERD_INJECT, meshOfPod } from './mesh';
import { IN_ISTIO, IN_LINKERD, istioAuthorization, linkerdAuthorization, linkerdServer, serverAuthorization } from './mesh-examples';

function ofPods(root: string): Rule {
  return {
    reads: 'pod',
    crossObject: true,
    evaluate({ pod, namespace, neighbours }, emit) {
      if (pod === undefined || pod.spec.hostNetwork === true) return false;
      const mesh = meshOfPod(pod, namespace, neighbours);
      if (mesh === undefined) return false;
      const isAuthorized =
        mesh === 'istio' ? isAuthorizedByIstio(pod, namespace, root, neighbours) : isAuthorizedByLinkerd(pod, namespace, neighbours);
      if (isAuthorized) return true;
      const instructions =
        mesh === 'istio'
          ? 'Add an AuthorizationPolicy with the action ALLOW that selects the pod, and in `from` the `principals` of its callers; without `rules` where it has none.'
          : 'Add a Server for each port of the pod, and an AuthorizationPolicy for it that requires a MeshTLSAuthentication with the identities of its callers.';
      emit({
        verdict: 'fail',
        path: [...pod.at, 'metadata', 'labels'],
        actual: undefined,
        expected: 'selected by a policy of the mesh that says which identities may call',
        fix: { op: 'manual', instructions },
      });
      return true;
    },
    cel: { impossible: 'Which policies of the mesh select a pod does not stand in the pod.' },
    prose: 'every pod of a mesh is selected by a policy that allows calls by the identity of the caller',
  };
}

const web = (more: Json = {}): Json => workloadExample({ namespace: 'shop', ...more });
const PRINCIPAL = { principals: ['cluster.local/ns/shop/sa/api'] };
const TLS = [{ group: 'policy.linkerd.io', kind: 'MeshTLSAuthentication', name: 'api' }];

export const meshAuthorization = control({
  id: 'mesh-authorization',
  family: 'network',
  title: 'Authorize calls in the mesh',
  severity: 'medium',
  why: 'In the mesh everybody has an identity, and where nobody asks for it every program that was taken over calls every other.',
  references: {
    kubernetes: 'https://istio.io/latest/docs/ops/best-practices/security/#authorization-policies',
  },
  counterparts: { kyverno: ['check-linkerd-authorizationpolicy'] },
  notes:
    'Asked where a Namespace that is read puts its pods into Istio (`istio-injection`, `istio.io/rev`, `istio.io/dataplane-mode: ambient`) or Linkerd (`linkerd.io/inject`), and of pods that put themselves there. Policies of the root namespace of Istio count for every namespace, those for a Service for its pods. An `ALLOW` without rules, and `deny` as the default of Linkerd, let nobody in and pass. An `ALLOW` for everybody at some ports or paths is no empty rule; neither is one of Linkerd for a route, as probes need it. The gateway that lets the internet in waives this.',
  parameters: {
    /** The namespace of Istio whose policies hold in all others (`meshConfig.rootNamespace`). */
    rootNamespace: 'istio-system',
  },
  require: ({ rootNamespace }) => all(custom(ofPods(rootNamespace)), custom(noEmptyRule), custom(someAuthentication), custom(someClient)),
  examples: {
    pass: [
      {
        because: 'one caller by name',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: PRINCIPAL }] }] })],
      },
      {
        because: 'by its account',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: { serviceAccounts: ['shop/api'] } }] }] })],
      },
      {
        because: 'by its namespace, which its certificate says',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: { namespaces: ['monitoring'] } }] }] })],
      },
      {
        because: 'by a token',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: { requestPrincipals: ['https://id.example.com/*'] } }] }] })],
      },
      {
        because: 'as a condition',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ when: [{ key: 'source.namespace', values: ['monitoring'] }] }] })],
      },
      { because: 'nobody calls it', object: web(), with: [IN_ISTIO, istioAuthorization({})] },
      {
        because: 'a policy of the whole mesh',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: PRINCIPAL }] }] }, 'istio-system')],
      },
      {
        because: 'a Server with one caller',
        object: web(),
        with: [IN_LINKERD, linkerdServer(), linkerdAuthorization('Server', TLS)],
      },
      {
        because: 'everybody in the mesh, in the whole namespace',
        object: web(),
        with: [IN_LINKERD, linkerdAuthorization('Namespace', TLS)],
      },
      {
        because: 'the older form',
        object: web(),
        with: [IN_LINKERD, linkerdServer(), serverAuthorization({ meshTLS: { serviceAccounts: [{ name: 'api' }] } })],
      },
      { because: 'no mesh', object: web() },
      { because: 'some paths for everybody', object: istioAuthorization({ rules: [{ to: [{ operation: { paths: ['/healthz'] } }] }] }) },
      { because: 'a denial of everything', object: istioAuthorization({ action: 'DENY', rules: [{}] }) },
      { because: 'probes', object: linkerdAuthorization('HTTPRoute', []) },
    ],
    fail: [
      { because: 'no policy', object: web(), with: [IN_ISTIO] },
      {
        because: 'it selects others',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ selector: { matchLabels: { app: 'api' } }, rules: [{ from: [{ source: PRINCIPAL }] }] })],
      },
      {
        because: 'an address is no identity',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }] })],
      },
      {
        because: 'neither is a port',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ rules: [{ when: [{ key: 'destination.port', values: ['8080'] }] }] })],
      },
      {
        because: 'what is denied says nothing of the rest',
        object: web(),
        with: [IN_ISTIO, istioAuthorization({ action: 'DENY', rules: [{ from: [{ source: PRINCIPAL }] }] })],
      },
      { because: 'no Server', object: web(), with: [IN_LINKERD, linkerdAuthorization('Server', TLS)] },
      {
        because: 'a network is no identity',
        object: web(),
        with: [
          IN_LINKERD,
          linkerdServer(),
          linkerdAuthorization('Server', [{ group: 'policy.linkerd.io', kind: 'NetworkAuthentication', name: 'all' }]),
        ],
      },
      { because: 'it puts itself into the mesh', pod: {}, annotations: { [LINKERD_INJECT]: 'enabled' } },
      { because: 'an empty rule allows everybody', object: istioAuthorization({ rules: [{}] }) },
      { because: 'so do empty lists', object: istioAuthorization({ rules: [{ from: [], to: [] }] }) },
      { because: 'a Server for everybody', object: linkerdAuthorization('Server', []) },
      { because: 'the same in the older form', object: serverAuthorization({ unauthenticated: true }) },
      { because: 'TLS without a certificate is nobody', object: serverAuthorization({ meshTLS: { unauthenticatedTLS: true } }) },
    ],
  },
});
