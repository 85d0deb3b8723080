import type { Chart } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { connectionsOf, type Deployment, fqdn, inNamespaces, type Workload } from 'tempered/kubernetes';

/** What a flow cannot be, by its types. */
export function flowsThatDoNotCompile(web: Deployment, api: Deployment, chart: Chart): void {
  // @ts-expect-error a name of the DNS is no source
  web.connections.allowFrom(fqdn('api.example.com'));
  // @ts-expect-error requests of HTTP are not sent over UDP
  web.connections.allowTo(api, { http: { methods: ['GET'] }, protocol: 'UDP' });
  // @ts-expect-error no method of HTTP
  web.connections.allowTo(api, { http: { methods: ['get'] } });
  // @ts-expect-error ports are said one way or the other
  web.connections.allowTo(api, { port: 8080, ports: [plus.NetworkPolicyPort.tcp(8080)] });
  // @ts-expect-error a Service is no end of a flow: the workload behind it is
  web.connections.allowTo(new plus.Service(chart, 'service', { ports: [{ port: 80 }] }));
  // @ts-expect-error a list of no ports would be every port
  web.connections.allowTo(api, { port: [] });
  // @ts-expect-error a protocol alone says nothing
  web.connections.allowTo(api, { protocol: 'TCP' });
  // @ts-expect-error one namespace at least
  inNamespaces();
}

export function flowsOfPlusCompile(web: Deployment, plain: plus.Deployment, chart: Chart): void {
  const connections: plus.PodConnections = web.connections;
  connections.allowTo(plain, { isolation: plus.PodConnectionsIsolation.POD, ports: [plus.NetworkPolicyPort.tcp(80)] });
  web.connections.allowFrom(plus.Pods.all(chart, 'all'), { isolation: plus.PodConnectionsIsolation.PEER });
  web.connections.allowTo(plus.NetworkPolicyIpBlock.anyIpv4(chart, 'any'));
}

export function workloadsOfOtherVersionsAreEndsOfFlows(web: Deployment, other: plus33.Deployment, chart: Chart): void {
  web.connections.allowTo(other, { port: 8080 });
  web.connections.allowFrom(plus33.Pods.all(chart, 'all'));
  connectionsOf(other).allowTo(web);
}

export function workloadsOfAnyKindStateFlows(web: Deployment, plain: plus.StatefulSet, api: Deployment): void {
  for (const workload of [web, plain] satisfies Workload[]) workload.connections.allowTo(api);
  const any: Workload = web;
  any.connections.allowTo(api, { port: 8080 });
  const theirs: plus.Workload = any;
  const ours: Workload = theirs;
  ours.connections.allowFrom(inNamespaces('shop'));
}
