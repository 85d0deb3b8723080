import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { parseImageReference } from '../image/image-reference';
import { docker, failing, unknown } from '../requirement';
import { readField, TEXT } from './field-reading';

const EXPECTED = 'an image reference with a digest';
const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

/** What an engine calls an image that it has. */
const IMAGE_ID = /^sha256:[0-9a-f]{64}$/;

export const dockerImageDigest = control({
  id: 'docker-image-digest',
  family: 'docker-container',
  title: 'Pin images by digest',
  severity: 'low',
  why: 'A tag can be moved, by a stolen registry credential too, and the next pull runs what nobody has reviewed.',
  references: { docker: 'https://docs.docker.com/dhi/core-concepts/digests/' },
  counterparts: {},
  notes:
    'Asked where a version is named at all; `latest` and no tag are asked about by `docker-image-pin`. In Pulumi, `RemoteImage.repoDigest` is the digest of what a tag names now; Renovate and Dependabot move digests in files.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container that is not built and whose image has a version, \`image\` is ${EXPECTED}`,
    evaluate(container, emit) {
      if (container.built === true) return false;
      const read = readField(container, 'image', TEXT, EXPECTED, emit);
      if (read?.value === undefined) return read === undefined;
      const { value } = read;
      if (value.includes('$')) emit(unknown(['image'], EXPECTED));
      else if (!IMAGE_ID.test(value)) {
        const { digest, tag = 'latest' } = parseImageReference(value) ?? {};
        if (digest === undefined && tag === 'latest') return false;
        if (digest === undefined)
          emit(
            failing(
              ['image'],
              value,
              EXPECTED,
              'Append the digest of the image that was tested: `name:tag@sha256:…`, as `docker buildx imagetools inspect` shows it.',
            ),
          );
      }
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'the content is named', docker: { image: `registry.example/web@${DIGEST}` } },
      { because: 'a tag may stand before the digest', docker: { image: `registry.example/web:1.4.2@${DIGEST}` } },
      { because: 'an engine names what it has by its digest', docker: { image: DIGEST } },
      { because: 'it is built, not pulled', docker: { built: true, image: 'shop:1.4.2' } },
      { because: 'without a version another control asks', docker: { image: 'nginx:latest' } },
    ],
    fail: [
      { because: 'a tag can be moved', docker: { image: 'registry.example/web:1.4.2' } },
      { because: 'the port of a registry is no digest', docker: { image: 'registry.example:5000/web:1' } },
    ],
  },
});
