import fc from 'fast-check';
import { imageName, parseImageReference } from '../../../lib/controls/image/image-reference';
import { celIsReference } from '../../../lib/controls/image/images';
import { cel, reference } from './arbitrary-reference';

const SHA256 = 'a'.repeat(64);

describe('an image reference', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', undefined],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['bitnami/redis:7', 'docker.io', 'bitnami/redis', '7', undefined],
    ['localhost/web', 'localhost', 'web', undefined, undefined],
    ['registry.example:5000/web', 'registry.example:5000', 'web', undefined, undefined],
    ['[::1]:5000/shop/web:1', '[::1]:5000', 'shop/web', '1', undefined],
    ['Registry/web', 'Registry', 'web', undefined, undefined],
    [`ghcr.io/a/b:1@sha256:${SHA256}`, 'ghcr.io', 'a/b', '1', `sha256:${SHA256}`],
    ['web@sha3+k_12:AbC-_=9', 'docker.io', 'library/web', undefined, 'sha3+k_12:AbC-_=9'],
  ])('%s is read as container engines read it', (text, registry, repository, tag, digest) => {
    expect(parseImageReference(text)).toEqual({ registry, repository, tag, digest });
  });

  test.each([
    '',
    ' nginx',
    'nginx:',
    'Nginx',
    'shop/Web',
    '/web',
    'web/',
    'a//b',
    'under_score.example/web',
    '{{ .Values.image }}',
    `$\{IMAGE}:1`,
    `nginx:${'a'.repeat(129)}`,
    'nginx@sha256:abc',
    `nginx@sha256:${SHA256.toUpperCase()}`,
    `nginx@sha512:${SHA256}`,
    `nginx@${SHA256}`,
    'https://registry.example/web',
  ])('%j is none', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });

  test('any reference comes back in its parts', () => {
    fc.assert(
      fc.property(reference, ({ text, host, path, tag, digest }) => {
        const read = parseImageReference(text);
        expect(read?.tag).toBe(tag);
        expect(read?.digest).toBe(digest);
        expect(imageName(read ?? { registry: '', repository: '', tag, digest })).toBe(
          host === '' || host === 'docker.io/' ? `docker.io/${path.includes('/') ? '' : 'library/'}${path}` : `${host}${path}`,
        );
      }),
    );
  });

  test('any text is a reference to the API server exactly where it is one here', () => {
    const pieces = fc.array(fc.constantFrom('a', 'A', '0', '.', '-', '_', '/', ':', '@', 'sha256:', 'localhost', '[', ']', ' ', SHA256), {
      maxLength: 9,
    });
    const text = fc.oneof(
      pieces.map((each) => each.join('')),
      fc.tuple(reference, pieces).map(([{ text: whole }, more]) => whole + more.slice(0, 2).join('')),
    );
    fc.assert(
      fc.property(text, (image) => {
        expect({ image, is: cel(celIsReference('object.image'), image) }).toEqual({
          image,
          is: parseImageReference(image) !== undefined,
        });
      }),
      { numRuns: 2000 },
    );
  });
});
