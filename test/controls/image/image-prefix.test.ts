import fc from 'fast-check';
import { imagePrefix } from '../../../lib/controls/image/image-prefix';
import { imageName, parseImageReference } from '../../../lib/controls/image/image-reference';
import { cel, reference } from './arbitrary-reference';

const covers = (prefix: string, image: string): boolean | undefined => {
  const read = parseImageReference(image);
  return read && imagePrefix(prefix).covers(imageName(read));
};

describe('a prefix of images', () => {
  test.each([
    ['registry.example', 'registry.example/web', true],
    ['registry.example/', 'registry.example/web', true],
    ['registry.example', 'registry.example:5000/web', false],
    ['registry.example', 'registry.example.evil.example/web', false],
    ['registry.example/shop', 'registry.example/shop:1', true],
    ['registry.example/shop', 'registry.example/shop/web', true],
    ['registry.example/shop', 'registry.example/shopping/web', false],
    ['docker.io', 'nginx', true],
    ['docker.io', 'localhost/nginx', false],
    ['nginx', 'nginx:1.27', true],
    ['nginx', 'docker.io/library/nginx', true],
    ['nginx', 'nginx/agent', false],
    ['bitnami/', 'bitnami/redis', true],
    ['bitnami/', 'bitnami', false],
    ['docker.io/bitnami', 'bitnami/redis', true],
    ['docker.io/library', 'nginx', true],
    ['index.docker.io/', 'nginx', true],
  ])('%s covers %s: %s', (prefix, image, expected) => {
    expect(covers(prefix, image)).toBe(expected);
  });

  test.each(['https://registry.example', 'registry.example/web:1', 'web@sha256:abc', '', '/', 'Shop/Web', '*'])(
    '%j is refused, with what to write',
    (text) => {
      expect(() => imagePrefix(text)).toThrow(expect.objectContaining({ code: 'invalid-image-prefix' }));
    },
  );

  test('covers the same images for the API server', () => {
    const prefix = fc.oneof(
      fc.constantFrom(
        'docker.io',
        'docker.io/library',
        'docker.io/localhost/',
        'docker.io/a.b',
        'localhost',
        '[::1]:80',
        'a',
        'a/',
        'library/a',
        'library/a/b',
      ),
      reference.map(({ host, path }) => `${host}${path}`),
      reference.map(({ host, path }) => `${host}${path.split('/')[0]}/`),
    );
    const image = fc.oneof(
      reference.map(({ text }) => text),
      fc.constantFrom(
        'a',
        'a:1',
        'a/b',
        'a/b:1',
        'library/a/b',
        'docker.io/library/a',
        'localhost/a',
        'docker.io/localhost/a',
        'a.b/c',
        'docker.io/a.b/c',
      ),
    );
    const pair = fc.oneof(
      fc.tuple(prefix, image),
      reference.map(({ host, path, text }): [string, string] => [`${host}${path.split('/')[0]}/`, text]),
      reference.map(({ host, path, text }): [string, string] => [`${host}${path}`, text]),
    );
    fc.assert(
      fc.property(pair, ([under, text]) => {
        expect({ under, text, covers: cel(imagePrefix(under).cel('object.image'), text) }).toEqual({
          under,
          text,
          covers: covers(under, text),
        });
      }),
      { numRuns: 2000 },
    );
  });
});
