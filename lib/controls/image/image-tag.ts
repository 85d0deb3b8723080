import { control } from '../control';
import { celLiteral } from '../requirement/text';
import { FLOATING_PATTERN } from './image-reference';
import { images } from './images';

const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

export const imageTag = control({
  id: 'image-tag',
  family: 'image',
  title: 'Never run a floating tag',
  severity: 'medium',
  why: 'Whoever can push to the repository changes what `latest` runs, two replicas may run different code, and no rollback leads back.',
  references: { nsa: 'Pod security: building secure container images' },
  counterparts: {
    trivy: ['KSV-0013'],
    checkov: ['CKV_K8S_14'],
    kubeLinter: ['latest-tag'],
    kubescape: ['C-0075'],
    polaris: ['tagNotSpecified'],
    kubeScore: ['container-image-tag'],
    kyverno: ['disallow-latest-tag'],
    gatekeeper: ['K8sDisallowedTags'],
    dockerBench: ['5.28'],
  },
  notes:
    'Image volumes (`volumes[].image.reference`) count, which most scanners do not see. The tag is read after the last slash: the port of a registry is none. Text that no engine could pull (a template that was not filled in, a digest of the wrong length) fails too.',
  require: images({
    accepts: ({ tag, digest }) => digest !== undefined || (tag !== undefined && tag !== 'latest'),
    cel: (image) => `!${image}.matches(${celLiteral(FLOATING_PATTERN)})`,
    prose: 'an image reference with a digest, or with a tag other than `latest`',
    instructions: 'Name the version that was tested: a tag that is never moved, better a digest (`name@sha256:…`).',
  }),
  examples: {
    pass: [
      { because: 'the tag names a version', pod: { containers: [{ image: 'registry.example:5000/web:1.4.2' }] } },
      { because: 'beside a digest the tag is decoration', pod: { containers: [{ image: `nginx:latest@${DIGEST}` }] } },
      { because: 'a digest needs no tag', pod: { volumes: [{ name: 'model', image: { reference: `registry.example/model@${DIGEST}` } }] } },
    ],
    fail: [
      { because: 'latest is whatever was pushed last', pod: { containers: [{ image: 'nginx:latest' }] } },
      { because: 'no tag means latest', pod: { containers: [{ image: 'nginx' }] } },
      { because: 'the port of a registry is no tag', pod: { containers: [{ image: 'registry.example:5000/web' }] } },
      { because: 'init containers count', pod: { initContainers: [{ image: 'busybox:latest' }] } },
      { because: 'ephemeral containers count', pod: { ephemeralContainers: [{ image: 'busybox' }] } },
      {
        because: 'a volume pulls an image too',
        pod: { volumes: [{ name: 'model', image: { reference: 'registry.example/model:latest' } }] },
      },
      { because: 'there is no image', pod: { containers: [{ image: '' }] } },
    ],
  },
});
