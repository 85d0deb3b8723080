import { control } from '../control';
import { imagePrefix } from './image-prefix';
import { imageName } from './image-reference';
import { celHasDigest, images } from './images';

const SHA256 = '9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';
const NO_PREFIXES: readonly string[] = [];

export const imageDigest = control({
  id: 'image-digest',
  family: 'image',
  title: 'Pin images by digest',
  severity: 'medium',
  why: 'A tag can be moved, by a stolen registry credential too, and the next start runs what nobody has reviewed.',
  references: { nsa: 'Pod security: building secure container images' },
  counterparts: {
    checkov: ['CKV_K8S_43'],
    kubescape: ['C-0306'],
    kyverno: ['require-image-checksum', 'resolve-image-to-digest'],
    gatekeeper: ['K8sImageDigests'],
  },
  notes:
    'The length and case of the digest are judged, not only its `@`: `sha256` and `blake3` have 64 hexadecimal digits in lower case, `sha512` has 128; other algorithms follow the grammar of OCI. `exempt` names registries or repositories, at the boundary of a path component: `registry.example/shop/`, `nginx` (of Docker Hub’s library), `bitnami/`.',
  parameters: {
    /** Registries and repositories whose images need no digest. */
    exempt: NO_PREFIXES,
  },
  require: ({ exempt }) => {
    const exempted = exempt.map(imagePrefix);
    return images({
      accepts: (reference) => reference.digest !== undefined || exempted.some(({ covers }) => covers(imageName(reference))),
      cel: (image) => [celHasDigest(image), ...exempted.map(({ cel }) => `(${cel(image)})`)].join(' || '),
      prose: `an image reference with a digest${exempt.length === 0 ? '' : `, or one of ${exempt.map((each) => `\`${each}\``).join(', ')}`}`,
      instructions: 'Append the digest of the image that was tested: `name:tag@sha256:…`, as `docker buildx imagetools inspect` shows it.',
    });
  },
  examples: {
    pass: [
      { because: 'the content is named', pod: { containers: [{ image: `registry.example/web@sha256:${SHA256}` }] } },
      { because: 'a tag may stand before the digest', pod: { containers: [{ image: `registry.example/web:1.4.2@sha256:${SHA256}` }] } },
      { because: 'sha512 has 128 digits', pod: { containers: [{ image: `nginx@sha512:${SHA256}${SHA256}` }] } },
      { because: 'OCI allows other algorithms', pod: { containers: [{ image: `nginx@sha3-256:${SHA256}` }] } },
      {
        because: 'the repository is exempt',
        parameters: { exempt: ['registry.example/shop/'] },
        pod: { containers: [{ image: 'registry.example/shop/web:1.4.2' }] },
      },
    ],
    fail: [
      { because: 'a tag can be moved', pod: { containers: [{ image: 'registry.example/web:1.4.2' }] } },
      { because: 'the digest is too short', pod: { containers: [{ image: 'nginx@sha256:9b1cf0a3' }] } },
      { because: 'hexadecimal digits are in lower case', pod: { containers: [{ image: `nginx@sha256:${SHA256.toUpperCase()}` }] } },
      { because: 'init containers count', pod: { initContainers: [{ image: 'busybox:1.36' }] } },
      { because: 'a volume pulls an image too', pod: { volumes: [{ name: 'model', image: { reference: 'registry.example/model:1' } }] } },
      {
        because: 'the exemption ends at a slash',
        parameters: { exempt: ['registry.example/shop'] },
        pod: { containers: [{ image: 'registry.example/shopping/web:1.4.2' }] },
      },
    ],
  },
});
