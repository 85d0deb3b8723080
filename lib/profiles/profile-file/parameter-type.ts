import { closest } from 'fastest-levenshtein';
import { isObject, type Path } from '../../controls/requirement';

/** What is wrong with a parameter, and where in its value. */
export interface ParameterProblem {
  readonly path: Path;
  /** Follows the name: `must be a number, such as 65532`. */
  readonly message: string;
}

/** Compares the value of a parameter with its default, which shows the type. */
export function parameterProblem(value: unknown, standard: unknown, path: Path = []): ParameterProblem | undefined {
  if (standard === undefined || standard === null) return undefined;
  if (Array.isArray(standard)) {
    const [sample = ''] = standard as readonly unknown[];
    if (!Array.isArray(value)) return { path, message: `must be a list of ${NOUNS[typeof sample] ?? 'object'}s` };
    return value.map((each: unknown, index) => parameterProblem(each, sample, [...path, index])).find((problem) => problem !== undefined);
  }
  if (isObject(standard)) {
    if (!isObject(value)) return { path, message: `must be an object with ${Object.keys(standard).join(', ')}` };
    return Object.entries(value)
      .map(([key, each]): ParameterProblem | undefined => {
        if (key in standard) return parameterProblem(each, standard[key], [...path, key]);
        return { path: [...path, key], message: `is not known; did you mean "${closest(key, Object.keys(standard))}"?` };
      })
      .find((problem) => problem !== undefined);
  }
  if (typeof value === typeof standard) return undefined;
  return { path, message: `must be a ${NOUNS[typeof standard]}${standard === '' ? '' : `, such as ${JSON.stringify(standard)}`}` };
}

const NOUNS: Readonly<Record<string, string>> = { string: 'text', number: 'number', boolean: 'boolean' };
