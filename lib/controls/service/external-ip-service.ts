import { control } from '../control';
import { absentOrEmpty, byHand, object } from '../requirement';
import { SERVICE } from '../workload/kinds';
import { serviceExample } from './service-example';

export const externalIpService = control({
  id: 'external-ip-service',
  family: 'service',
  title: 'Use no externalIPs',
  severity: 'high',
  why: 'A Service may name any address, and every node then sends what is meant for it to the pods of the Service: a man in the middle (CVE-2020-8554).',
  references: { cis: ['1.2.3'] },
  counterparts: {
    trivy: ['KSV-0108'],
    kubescape: ['C-0283'],
    kyverno: ['restrict-external-ips'],
    gatekeeper: ['K8sExternalIPs'],
  },
  notes: 'Kubernetes deprecates the field in v1.36. Trivy objects to `externalName` under the same id; here that is a control of its own.',
  require: object(
    [SERVICE],
    'spec.externalIPs',
    byHand(absentOrEmpty(), 'Take the addresses out; a load balancer, an Ingress or a Gateway gives the Service one that is its own.'),
  ),
  examples: {
    pass: [
      { because: 'an address of the cluster', object: serviceExample({}) },
      { because: 'an empty list names none', object: serviceExample({ externalIPs: [] }) },
    ],
    fail: [
      { because: 'an address that may be anybody’s', object: serviceExample({ externalIPs: ['203.0.113.7'] }) },
      { because: 'whatever the type', object: serviceExample({ type: 'LoadBalancer', externalIPs: ['198.51.100.1', '203.0.113.7'] }) },
    ],
  },
});
