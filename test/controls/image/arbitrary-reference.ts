import { evaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';

const word = fc.stringMatching(/^[a-z0-9]{1,4}(?:[._-][a-z0-9]{1,3})?$/);
const owner = fc.stringMatching(/^[a-z0-9]{1,4}(?:[_-][a-z0-9]{1,3})?$/).filter((each) => each !== 'localhost');
const host = fc.constantFrom('', 'docker.io/', 'registry.example/', 'registry.example:5000/', 'localhost/', '[::1]:80/', 'R/');
const tag = fc.option(fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,8}$/), { nil: undefined });
const hex = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((digits) => digits.join(''));
const digest = fc.option(
  fc.oneof(
    hex(64).map((digits) => `sha256:${digits}`),
    hex(128).map((digits) => `sha512:${digits}`),
    fc.constant('md5+x:Zz_9='),
  ),
  { nil: undefined },
);

/** An image reference with the parts that it was put together from. */
export const reference = fc
  .record({
    host,
    path: fc.oneof(
      word,
      fc.tuple(owner, word).map((steps) => steps.join('/')),
      fc.tuple(owner, word, word).map((steps) => steps.join('/')),
    ),
    tag,
    digest,
  })
  .map((parts) => ({
    ...parts,
    text: `${parts.host}${parts.path}${parts.tag === undefined ? '' : `:${parts.tag}`}${parts.digest === undefined ? '' : `@${parts.digest}`}`,
  }));

/** Evaluates CEL over `object.image`. */
export function cel(expression: string, image: string): unknown {
  return evaluate(expression, { object: { image } });
}
