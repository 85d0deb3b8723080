import { control } from '../control';
import { always } from '../requirement';
import { imagePrefix } from './image-prefix';
import { imageName } from './image-reference';
import { images } from './images';

const NO_PREFIXES: readonly string[] = [];

export const allowedRegistries = control({
  id: 'allowed-registries',
  family: 'image',
  title: 'Pull only from allowed registries',
  severity: 'high',
  why: 'An image of a registry that nobody watches brings whatever its owner, or who took the name over, puts into it.',
  references: { nsa: 'Pod security: building secure container images' },
  counterparts: {
    trivy: ['KSV-0125'],
    kubescape: ['C-0078', 'C-0001'],
    kyverno: ['restrict-image-registries'],
    gatekeeper: ['K8sAllowedRepos', 'K8sAllowedReposv2', 'K8sDisallowedRepos'],
    dockerBench: ['4.2'],
  },
  notes:
    'Not asked until `prefixes` names registries or repositories: `registry.example`, `registry.example/shop/`, `nginx` (of Docker Hub’s library), `bitnami/` (of Docker Hub). The image’s name is completed first as container engines do (`nginx` is `docker.io/library/nginx`), and a prefix ends at a slash, so that `registry.example` lets neither `registry.example.evil.example` nor `registry.example:5000` through. Trivy without data trusts the registries of three clouds only.',
  parameters: {
    /** Registries and repositories that may be pulled from; none: the control is not asked. */
    prefixes: NO_PREFIXES,
  },
  require: ({ prefixes }) => {
    if (prefixes.length === 0) return always();
    const allowed = prefixes.map(imagePrefix);
    const named = prefixes.map((each) => `\`${each}\``).join(', ');
    return images({
      accepts: (reference) => allowed.some(({ covers }) => covers(imageName(reference))),
      cel: (image) => allowed.map(({ cel }) => `(${cel(image)})`).join(' || '),
      prose: `an image of ${named}`,
      instructions: `Copy the image to an allowed registry (${named}) and name it there.`,
    });
  },
  examples: {
    pass: [
      {
        because: 'the registry is allowed',
        parameters: { prefixes: ['registry.example'] },
        pod: { containers: [{ image: 'registry.example/shop/web:1.4.2' }] },
      },
      {
        because: 'the name is completed first',
        parameters: { prefixes: ['docker.io/library/'] },
        pod: { containers: [{ image: 'nginx:1.27' }] },
      },
      {
        because: 'a word alone is an image of Docker Hub’s library',
        parameters: { prefixes: ['nginx', 'bitnami/'] },
        pod: { containers: [{ image: 'nginx:1.27' }, { image: 'bitnami/redis:7.4.1' }] },
      },
    ],
    fail: [
      {
        because: 'Docker Hub is implied',
        parameters: { prefixes: ['registry.example/'] },
        pod: { containers: [{ image: 'nginx:1.27' }] },
      },
      {
        because: 'the prefix ends at a slash',
        parameters: { prefixes: ['registry.example/shop'] },
        pod: { containers: [{ image: 'registry.example/shopping/web:1.4.2' }] },
      },
      {
        because: 'another port is another registry',
        parameters: { prefixes: ['registry.example'] },
        pod: { initContainers: [{ image: 'registry.example:5000/shop/web:1.4.2' }] },
      },
      {
        because: 'a volume pulls an image too',
        parameters: { prefixes: ['registry.example'] },
        pod: { volumes: [{ name: 'model', image: { reference: 'quay.io/models/small:1' } }] },
      },
    ],
  },
});
