import { control } from '../control';
import { parseImageReference } from '../image/image-reference';
import { unknown } from '../requirement';
import { dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { pulledImages } from './reading/images';

const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';
const FIX =
  'Add the digest that was tested (`docker buildx imagetools inspect NAME:TAG`), and let a tool such as Renovate or Dependabot move it.';

export const dockerfileImageDigest = control({
  id: 'dockerfile-image-digest',
  family: 'dockerfile',
  title: 'Pin base images by digest',
  severity: 'medium',
  why: 'A tag can be pushed again: only a digest says which image was tested, and no other is ever built on.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions' },
  counterparts: {},
  require: dockerfileRule('every image that is built on, has a digest', (file, emit) => {
    const expected = 'an image with a digest (`@sha256:…`)';
    const bases = pulledImages(file).filter(({ base }) => base);
    if (bases.length === 0) return undefined;
    return bases.flatMap(({ image, text, path }) => {
      if (image === undefined && !/@sha(256|512):/.test(text)) {
        emit({ ...unknown(path, expected), actual: text, fix: { op: 'manual', instructions: FIX } });
        return [];
      }
      return image === undefined || parseImageReference(image)?.digest !== undefined ? [] : [{ path, actual: text, expected, fix: FIX }];
    });
  }),
  examples: {
    pass: [
      { because: 'the digest says which', object: dockerfile(`FROM node:22.1@${DIGEST} AS build`, 'FROM build') },
      { because: 'there is no image', object: dockerfile('FROM scratch') },
    ],
    fail: [
      { because: 'the tag can be pushed again', object: dockerfile('FROM node:22.1') },
      { because: 'each base counts', object: dockerfile('FROM node:22.1 AS build', `FROM alpine@${DIGEST}`, 'COPY --from=build /a /a') },
    ],
  },
});
