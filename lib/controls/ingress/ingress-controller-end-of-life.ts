import { control } from '../control';
import { all, byHand, everyContainer, lacks, not, object } from '../requirement';
import { INGRESS_CLASS } from './ingress-kinds';

const IMAGE = '(^|/)(ingress-nginx/controller(-chroot)?|nginx-ingress-controller|ingress-nginx-controller)([:@]|$)';
const INSTRUCTIONS =
  'Move to a controller that is maintained, best one of the Gateway API (Envoy Gateway, Cilium, NGINX Gateway Fabric, Traefik); see https://gateway-api.sigs.k8s.io/implementations/.';

export const ingressControllerEndOfLife = control({
  id: 'ingress-controller-end-of-life',
  family: 'ingress',
  title: 'Leave retired ingress controllers',
  severity: 'medium',
  why: 'The controller ingress-nginx is retired since March 2026: the next hole in it, open to the Internet and able to read every Secret, is never closed.',
  references: { kubernetes: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/' },
  counterparts: {
    kubescape: ['C-0292'],
    kyverno: ['check-ingress-nginx-controller-version-and-annotation-policy'],
  },
  notes:
    'Known by its image and by the IngressClass. The controller of F5 (`nginx/nginx-ingress`, `nginx.org/ingress-controller`) is another program, and maintained.',
  require: all(
    everyContainer('image', lacks(IMAGE, 'of a controller that is maintained', INSTRUCTIONS)),
    object([INGRESS_CLASS], 'spec.controller', byHand(not('k8s.io/ingress-nginx'), INSTRUCTIONS)),
  ),
  examples: {
    pass: [
      { because: 'another controller', pod: { containers: [{ image: 'docker.io/traefik:v3.5.0' }] } },
      { because: 'the controller of F5', pod: { containers: [{ image: 'docker.io/nginx/nginx-ingress:5.1.0' }] } },
      { because: 'the class of another one', object: ingressClass('traefik.io/ingress-controller') },
    ],
    fail: [
      { because: 'the retired image', pod: { containers: [{ image: 'registry.k8s.io/ingress-nginx/controller:v1.12.1' }] } },
      { because: 'a copy of it', pod: { containers: [{ image: 'registry.example/bitnami/nginx-ingress-controller@sha256:0f' }] } },
      { because: 'its class', object: ingressClass('k8s.io/ingress-nginx') },
    ],
  },
});

function ingressClass(controller: string) {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'public' }, spec: { controller } };
}
