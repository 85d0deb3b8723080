import { control } from '../control';
import { parseImageReference } from '../image/image-reference';
import { dockerfileRule } from './dockerfile-rule';
import { dockerfile } from './example';
import { pulledImages } from './reading/images';

const DIGEST = 'sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11';

export const dockerfileImageTag = control({
  id: 'dockerfile-image-tag',
  family: 'dockerfile',
  title: 'Never build on a floating tag',
  severity: 'medium',
  why: 'Whoever can push to the repository changes what `latest` is, and with it every image that is built on it from then on.',
  references: { docker: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions' },
  counterparts: { trivy: ['DS-0001'], checkov: ['CKV_DOCKER_7'], hadolint: ['DL3006', 'DL3007'] },
  notes: 'An argument with a default is judged by its default; one without is not judged.',
  require: dockerfileRule('every image that is built on or copied from, has a tag other than `latest`, or a digest', (file) =>
    pulledImages(file).flatMap(({ image, text, path }) => {
      if (image === undefined) return [];
      const reference = parseImageReference(image);
      if (reference !== undefined && (reference.digest !== undefined || (reference.tag !== undefined && reference.tag !== 'latest')))
        return [];
      const fix = 'Name the version that was tested, better a digest (`name:1.2.3@sha256:…`).';
      return [{ path, actual: text, expected: 'an image with a digest, or with a tag other than `latest`', fix }];
    }),
  ),
  examples: {
    pass: [
      {
        because: 'the tag names a version',
        object: dockerfile('FROM registry.example:5000/node:22.1 AS build', 'FROM build', 'COPY --from=build /a /a'),
      },
      { because: 'beside a digest the tag is decoration', object: dockerfile(`FROM node:latest@${DIGEST}`) },
      { because: 'scratch is no image', object: dockerfile('FROM scratch') },
      { because: 'the default names a version', object: dockerfile('ARG VERSION=22.1', 'FROM node:$VERSION') },
      { because: 'only the build knows', object: dockerfile('ARG BASE', 'FROM $BASE') },
    ],
    fail: [
      { because: 'latest is whatever was pushed last', object: dockerfile('FROM node:latest') },
      { because: 'no tag means latest', object: dockerfile('FROM node') },
      { because: 'the port of a registry is no tag', object: dockerfile('FROM registry.example:5000/node') },
      {
        because: 'files are copied from whatever was pushed last',
        object: dockerfile('FROM node:22.1', 'COPY --from=busybox /bin/sh /bin/sh'),
      },
      { because: 'the default is latest', object: dockerfile('ARG VERSION=latest', 'FROM node:$VERSION') },
      {
        because: 'a mount pulls an image, too',
        object: dockerfile('FROM node:22.1', 'RUN --mount=type=bind,from=busybox,target=/b cp /b/sh /sh'),
      },
    ],
  },
});
