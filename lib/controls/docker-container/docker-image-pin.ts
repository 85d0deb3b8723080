import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { parseImageReference } from '../image/image-reference';
import { docker, failing, unknown } from '../requirement';
import { readField, TEXT } from './field-reading';

const EXPECTED = 'an image reference with a digest, or with a tag other than `latest`';
const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

export const dockerImagePin = control({
  id: 'docker-image-pin',
  family: 'docker-container',
  title: 'Pin images',
  severity: 'medium',
  why: 'Whoever can push to the repository changes what `latest` runs, two hosts may run different code, and no rollback leads back.',
  references: { cisDocker: ['5.28'] },
  counterparts: { dockerBench: ['5.28'] },
  notes:
    'The tag is read after the last slash: the port of a registry is none. A service that is built from a Dockerfile pulls no image, and is not asked; its base image is a matter of the Dockerfile. Text that no engine could pull fails.',
  require: docker({
    kinds: [DOCKER.container],
    prose: `in every container that is not built \`image\` is ${EXPECTED}`,
    evaluate(container, emit) {
      if (container.built === true) return false;
      const read = readField(container, 'image', TEXT, EXPECTED, emit);
      if (read === undefined) return true;
      const { value = '' } = read;
      if (value.includes('$')) emit(unknown(['image'], EXPECTED));
      else if (!isPinned(value))
        emit(
          failing(
            ['image'],
            read.value,
            EXPECTED,
            'Name the version that was tested: a tag that is never moved, better a digest (`name:tag@sha256:…`), as `docker buildx imagetools inspect` shows it.',
          ),
        );
      return true;
    },
  }),
  examples: {
    pass: [
      { because: 'the tag names a version', docker: { image: 'registry.example:5000/web:1.4.2' } },
      { because: 'the content is named', docker: { image: `registry.example/web@${DIGEST}` } },
      { because: 'beside a digest the tag is decoration', docker: { image: `nginx:latest@${DIGEST}` } },
      { because: 'it is built, not pulled', docker: { built: true, image: 'shop' } },
    ],
    fail: [
      { because: 'latest is whatever was pushed last', docker: { image: 'nginx:latest' } },
      { because: 'no tag means latest', docker: { image: 'nginx' } },
      { because: 'the port of a registry is no tag', docker: { image: 'registry.example:5000/web' } },
      { because: 'the digest is too short', docker: { image: 'nginx@sha256:9b1cf0a3' } },
      { because: 'there is no image', docker: { image: '' } },
    ],
  },
});

function isPinned(image: string): boolean {
  const reference = parseImageReference(image);
  return reference !== undefined && (reference.digest !== undefined || (reference.tag !== undefined && reference.tag !== 'latest'));
}
