import { control } from '../control';
import { byHand, not, object } from '../requirement';
import { SERVICE } from '../workload/kinds';
import { serviceExample } from './service-example';

export const nodePortService = control({
  id: 'node-port-service',
  family: 'service',
  title: 'Expose nothing on node ports',
  severity: 'medium',
  why: 'A node port is open on every address of every node, the public ones included, past load balancer, Ingress and mostly past network policies.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport' },
  counterparts: {
    kubeLinter: ['exposed-services'],
    kubescape: ['C-0256'],
    kubeScore: ['service-type'],
    kyverno: ['restrict-nodeport'],
    gatekeeper: ['K8sBlockNodePort'],
  },
  notes: 'A LoadBalancer opens node ports too unless it says otherwise: that is `load-balancer-node-ports`.',
  require: object(
    [SERVICE],
    'spec.type',
    byHand(not('NodePort'), 'Make it a ClusterIP behind an Ingress or a Gateway; for a person, `kubectl port-forward` is enough.'),
  ),
  examples: {
    pass: [
      { because: 'it stays in the cluster', object: serviceExample({}) },
      { because: 'a load balancer is another question', object: serviceExample({ type: 'LoadBalancer' }) },
    ],
    fail: [
      { because: 'open on every node', object: serviceExample({ type: 'NodePort' }) },
      { because: 'at a port of choice', object: serviceExample({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }) },
    ],
  },
});
