import { all, everyContainer, having, pod, type Requirement, saying, type ValueTest } from '../requirement';
import { celLiteral } from '../requirement/text';
import {
  type ImageReference,
  KNOWN_ALGORITHM_PATTERN,
  KNOWN_DIGEST_PATTERN,
  parseImageReference,
  REFERENCE_PATTERN,
} from './image-reference';

/** What must hold of an image: as code over the parsed reference, and as CEL over its text. */
export interface ImageQuestion {
  readonly accepts: (reference: ImageReference) => boolean;
  /** Asked only of text that is a reference. */
  readonly cel: (image: string) => string;
  /** Completes "must be …". */
  readonly prose: string;
  readonly instructions: string;
}

/** Every image that the pod pulls: of all its containers, and of its image volumes. Text that is no reference does not pass. */
export function images(question: ImageQuestion): Requirement {
  const test = imageTest(question);
  return saying(
    `the image of every container and of every image volume is ${question.prose}`,
    all(everyContainer('image', test), pod('volumes[].image', having('reference', test))),
  );
}

function imageTest({ accepts, cel, prose, instructions }: ImageQuestion): ValueTest<string> {
  return {
    absent: false,
    accepts: (value) => {
      const reference = typeof value === 'string' ? parseImageReference(value) : undefined;
      return reference !== undefined && accepts(reference);
    },
    cel: (value) => `(${celIsReference(value)} && (${cel(value)}))`,
    prose,
    fix: () => ({ op: 'manual', instructions }),
  };
}

/** CEL: the text is an image reference. */
export function celIsReference(image: string): string {
  const knownAlgorithm = `${image}.matches(${celLiteral(KNOWN_ALGORITHM_PATTERN)})`;
  const knownDigest = `${image}.matches(${celLiteral(KNOWN_DIGEST_PATTERN)})`;
  return `${image}.matches(${celLiteral(REFERENCE_PATTERN)}) && (!${knownAlgorithm} || ${knownDigest})`;
}

/** CEL: the reference ends in a digest. */
export function celHasDigest(image: string): string {
  return `${image}.contains('@')`;
}
