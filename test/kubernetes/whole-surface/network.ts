import { type Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const image = 'registry.example/shop/web:1.4.2';

/** Services, ingresses, policies, who runs where, and who may talk to whom. */
export function build(chart: Chart): void {
  const web = new kplus.Deployment(chart, 'web', { containers: [{ image, portNumber: 8080 }] });
  const api = new kplus.Deployment(chart, 'api', { containers: [{ image, portNumber: 8081 }] });
  const batch = new kplus.Pod(chart, 'batch', { containers: [{ image }] });

  const ports: kplus.ServicePort[] = [{ port: 80, targetPort: 8080, name: 'http', protocol: kplus.Protocol.TCP }];
  const front: kplus.Service = web.exposeViaService({ ports, serviceType: kplus.ServiceType.CLUSTER_IP, name: 'front' });
  const own = new kplus.Service(chart, 'own', {
    selector: api,
    clusterIP: 'None',
    type: kplus.ServiceType.CLUSTER_IP,
    ports: [{ port: 81, targetPort: 8081 }],
    loadBalancerSourceRanges: ['192.0.2.0/24'],
    publishNotReadyAddresses: false,
    externalIPs: [],
  });
  own.bind(82, { targetPort: 8081, name: 'second' });
  own.select(kplus.Pods.select(chart, 'front-pods', { labels: { tier: 'front' } }));
  own.selectLabel('version', 'v2');
  const outside = new kplus.Service(chart, 'outside', { externalName: 'api.example' });
  own.metadata.addAnnotation('read', [own.clusterIP, own.type, own.port, own.ports.length, outside.externalName].join(' '));

  const tls: kplus.ISecret = kplus.Secret.fromSecretName(chart, 'tls', 'web-tls');
  const backend: kplus.IngressBackend = kplus.IngressBackend.fromService(front, { port: 80 });
  const ingress = new kplus.Ingress(chart, 'ingress', {
    className: 'nginx',
    defaultBackend: backend,
    rules: [{ host: 'shop.example', path: '/shop', backend, pathType: kplus.HttpIngressPathType.EXACT }],
    tls: [{ hosts: ['shop.example'], secret: tls }],
  });
  ingress.addHostDefaultBackend('www.shop.example', backend);
  ingress.addHostRule('shop.example', '/api', backend, kplus.HttpIngressPathType.PREFIX);
  ingress.addRule('/assets', kplus.IngressBackend.fromResource(own), kplus.HttpIngressPathType.IMPLEMENTATION_SPECIFIC);
  ingress.addRules({ path: '/more', backend }, { path: '/most', backend });
  ingress.addTls([{ hosts: ['www.shop.example'], secret: tls }]);
  new kplus.Ingress(chart, 'bare').addDefaultBackend(backend);
  const viaService: kplus.Ingress = front.exposeViaIngress('/', { pathType: kplus.HttpIngressPathType.PREFIX });
  const viaDeployment: kplus.Ingress = api.exposeViaIngress('/v2', { ingress: viaService });
  if (viaDeployment !== viaService) throw new Error('one ingress');

  const office = kplus.NetworkPolicyIpBlock.ipv4(chart, 'office', '192.0.2.0/24', ['192.0.2.128/25']);
  const blocks = [
    kplus.NetworkPolicyIpBlock.anyIpv4(chart, 'any4'),
    kplus.NetworkPolicyIpBlock.ipv6(chart, 'office6', '2001:db8::/32', ['2001:db8:1::/48']),
    kplus.NetworkPolicyIpBlock.anyIpv6(chart, 'any6'),
    office,
  ];
  const policyPorts: kplus.NetworkPolicyPort[] = [
    kplus.NetworkPolicyPort.tcp(443),
    kplus.NetworkPolicyPort.tcpRange(8000, 8100),
    kplus.NetworkPolicyPort.allTcp(),
    kplus.NetworkPolicyPort.udp(53),
    kplus.NetworkPolicyPort.udpRange(5000, 5100),
    kplus.NetworkPolicyPort.allUdp(),
    kplus.NetworkPolicyPort.of({ port: 9, endPort: 10, protocol: kplus.NetworkProtocol.SCTP }),
  ];
  const policy = new kplus.NetworkPolicy(chart, 'policy', {
    selector: web,
    egress: { default: kplus.NetworkPolicyTrafficDefault.DENY, rules: [{ peer: office, ports: policyPorts }] },
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY, rules: [{ peer: api }] },
  });
  for (const block of blocks) policy.addEgressRule(block, [kplus.NetworkPolicyPort.tcp(443)]);
  policy.addIngressRule(batch);
  const peer: kplus.NetworkPolicyPeerConfig = office.toNetworkPolicyPeerConfig();
  kplus.validatePeerConfig(peer);
  policy.metadata.addAnnotation('office', `${office.cidr} ${office.except} ${office.toPodSelector()} ${policy.resourceType}`);

  const namespace = new kplus.Namespace(chart, 'namespace', { metadata: { labels: { team: 'shop' } } });
  const teams = kplus.Namespaces.select(chart, 'teams', {
    labels: { team: 'shop' },
    expressions: [kplus.LabelExpression.in('stage', ['test'])],
    names: ['shop'],
  });
  const everywhere = kplus.Namespaces.all(chart, 'everywhere');
  policy.addIngressRule(namespace);
  policy.addIngressRule(teams);
  policy.addIngressRule(everywhere);
  const selected: kplus.NamespaceSelectorConfig[] = [namespace, teams, everywhere].map((each) => each.toNamespaceSelectorConfig());
  policy.metadata.addAnnotation(
    'spaces',
    [selected.length, kplus.Namespace.NAME_LABEL, selected[1]?.names, selected[1]?.labelSelector?.isEmpty()].join(' '),
  );

  const expression = kplus.LabelExpression.in('stage', ['test']);
  web.select(kplus.LabelSelector.of({ expressions: [expression] }));
  policy.metadata.addAnnotation(
    'peer',
    [peer.ipBlock?.cidr, peer.podSelector?.labelSelector.isEmpty(), expression.operator, web.matchExpressions[0]?.operator].join(' '),
  );

  web.connections.allowTo(api, { ports: [kplus.NetworkPolicyPort.tcp(8081)], isolation: kplus.PodConnectionsIsolation.POD });
  web.connections.allowFrom(office, { ports: [kplus.NetworkPolicyPort.tcp(8080)] });
  api.connections.isolate();
  batch.connections.allowTo(web, { isolation: kplus.PodConnectionsIsolation.PEER });

  const somewhere = kplus.Pods.select(chart, 'somewhere', {
    labels: { tier: 'data' },
    expressions: [kplus.LabelExpression.notIn('stage', ['dev']), kplus.LabelExpression.doesNotExist('old')],
    namespaces: teams,
  });
  const all = kplus.Pods.all(chart, 'all', { namespaces: everywhere });
  const config: kplus.PodSelectorConfig = somewhere.toPodSelectorConfig();
  const selector: kplus.IPodSelector | undefined = all.toPodSelector();
  policy.metadata.addAnnotation('pods', `${config.labelSelector.isEmpty()} ${config.namespaces?.names} ${selector?.node.id}`);

  const disks: kplus.LabeledNode = kplus.Node.labeled(
    kplus.NodeLabelQuery.is('disk', 'ssd'),
    kplus.NodeLabelQuery.in('zone', ['a', 'b']),
    kplus.NodeLabelQuery.notIn('stage', ['dev']),
    kplus.NodeLabelQuery.exists('ready'),
    kplus.NodeLabelQuery.doesNotExist('retired'),
    kplus.NodeLabelQuery.gt('cores', ['4']),
    kplus.NodeLabelQuery.lt('cores', ['64']),
  );
  web.scheduling.attract(disks, { weight: 10 });
  web.scheduling.tolerate(
    kplus.Node.tainted(
      kplus.NodeTaintQuery.is('reserved', 'shop', { effect: kplus.TaintEffect.NO_SCHEDULE }),
      kplus.NodeTaintQuery.exists('old', { effect: kplus.TaintEffect.NO_EXECUTE, evictAfter: Duration.minutes(1) }),
    ),
  );
  web.scheduling.colocate(somewhere, { topology: kplus.Topology.ZONE, weight: 1 });
  web.scheduling.separate(all, { topology: kplus.Topology.custom('example/rack'), weight: 2 });
  web.scheduling.spread({ topology: kplus.Topology.REGION, weight: 3 });
  const single: kplus.NamedNode = kplus.Node.named('node-1');
  batch.scheduling.assign(single);
  const tainted: kplus.TaintedNode = kplus.Node.tainted(kplus.NodeTaintQuery.is('batch', 'yes'));
  batch.scheduling.tolerate(tainted);
  const scheduling: kplus.PodScheduling[] = [web.scheduling, batch.scheduling];
  const connections: kplus.PodConnections[] = [web.connections, batch.connections];
  policy.metadata.addAnnotation(
    'where',
    [
      single.name,
      disks.labelSelector.length,
      tainted.taintSelector.length,
      kplus.Topology.HOSTNAME.key,
      scheduling.length,
      connections.length,
    ].join(),
  );
}

/** What opens the cluster; compiled only. */
export function insecure(chart: Chart): void {
  const web = new kplus.Deployment(chart, 'open', { containers: [{ image, portNumber: 8080 }] });
  web.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.any()));
  new kplus.Service(chart, 'node-port', {
    type: kplus.ServiceType.NODE_PORT,
    externalIPs: ['192.0.2.9'],
    ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }],
  });
}
