import { cachedByList, isObject, type Json, type KindRef, listOf, type Rule, type Subject } from '../requirement';
import { isKind } from '../workload/kinds';
import { GATEWAY, HTTP_ROUTE, indexed } from './ingress-kinds';

const OPENSHIFT_ROUTE: KindRef = { group: 'route.openshift.io', kind: 'Route' };

/** The HTTPRoutes of each Gateway, with the listener that they name. */
const attached = cachedByList((routes) => {
  const byGateway = new Map<string, { readonly section: unknown; readonly redirects: boolean }[]>();
  for (const route of routes) {
    const own: unknown = isObject(route.metadata) ? route.metadata.namespace : undefined;
    const redirects = onlyRedirects(route);
    for (const { name, namespace = own, sectionName } of listOf(isObject(route.spec) ? route.spec.parentRefs : undefined)) {
      const key = keyOf(namespace, name);
      const list = byGateway.get(key) ?? [];
      list.push({ section: sectionName ?? undefined, redirects });
      byGateway.set(key, list);
    }
  }
  return byGateway;
});

/** Every listener of a Gateway speaks TLS, or only redirects to what does. */
export const gatewayOverTls: Rule = {
  reads: [GATEWAY],
  crossObject: true,
  evaluate(subject, emit) {
    if (!isKind(GATEWAY, subject)) return false;
    const { spec } = subject.object;
    for (const [index, listener] of indexed(isObject(spec) ? spec.listeners : undefined)) {
      if (listener.protocol !== 'HTTP' || redirectsAll(listener, subject)) continue;
      const instructions =
        'Let the listener speak HTTPS with a certificate, and give the one for HTTP a single HTTPRoute that redirects (`requestRedirect: {scheme: https}`).';
      emit({
        verdict: 'fail',
        path: ['spec', 'listeners', index, 'protocol'],
        actual: listener.protocol,
        expected: '`HTTPS` or `TLS`, or used by routes alone that redirect to HTTPS',
        fix: { op: 'manual', instructions },
      });
    }
    return true;
  },
  cel: { impossible: 'Which routes use a listener does not stand in the Gateway.' },
  prose: 'every listener of a Gateway speaks HTTPS or TLS, or is used by routes alone that redirect to HTTPS',
};

const TLS = 'object.spec.tls';
const PASSES = `!has(object.spec) || (has(${TLS}) && has(${TLS}.termination) && (!has(${TLS}.insecureEdgeTerminationPolicy) || ${TLS}.insecureEdgeTerminationPolicy != 'Allow'))`;

/** A Route of OpenShift has TLS, and lets nobody in without. */
export const routeOverTls: Rule = {
  reads: [OPENSHIFT_ROUTE],
  evaluate(subject, emit) {
    if (!isKind(OPENSHIFT_ROUTE, subject)) return false;
    const { spec } = subject.object;
    if (!isObject(spec)) return true;
    const { tls } = spec;
    const hasTls = isObject(tls) && typeof tls.termination === 'string';
    if (hasTls && tls.insecureEdgeTerminationPolicy !== 'Allow') return true;
    emit({
      verdict: 'fail',
      path: ['spec', 'tls', hasTls ? 'insecureEdgeTerminationPolicy' : 'termination'],
      actual: hasTls ? 'Allow' : undefined,
      expected: hasTls ? '`Redirect` or `None`' : '`edge`, `reencrypt` or `passthrough`',
      fix: {
        op: 'manual',
        instructions: 'Say where TLS ends (`termination: reencrypt` or `edge`), and `insecureEdgeTerminationPolicy: Redirect`.',
      },
    });
    return true;
  },
  cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Route']` },
  prose: '`tls.termination` of a Route of OpenShift is set, and HTTP is not allowed beside it',
};

function redirectsAll({ name }: Json, { neighbours, namespace, ...subject }: Subject): boolean {
  const routes = attached(neighbours.everywhere(HTTP_ROUTE.group, HTTP_ROUTE.kind)).get(keyOf(namespace, subject.name)) ?? [];
  const own = routes.filter(({ section }) => section === undefined || section === name);
  return own.length > 0 && own.every(({ redirects }) => redirects);
}

function onlyRedirects({ spec }: Json): boolean {
  const rules = listOf(isObject(spec) ? spec.rules : undefined);
  return (
    rules.length > 0 &&
    rules.every(({ filters }) =>
      listOf(filters).some(
        ({ type, requestRedirect }) => type === 'RequestRedirect' && isObject(requestRedirect) && requestRedirect.scheme === 'https',
      ),
    )
  );
}

function keyOf(namespace: unknown, name: unknown): string {
  return JSON.stringify([namespace ?? null, name ?? null]);
}
