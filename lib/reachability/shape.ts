import { isObject, type Json, type Path } from '../controls/requirement';

/** Says what is wrong with an object. */
export type Complain = (path: Path, message: string) => void;

/**
 * Reads an object that somebody wrote by hand: what has the wrong shape, and what has no such name, is complained of.
 * A misspelt field must not be passed over: an API server drops it, and a rule without its peers is a rule for everybody.
 */
export class Shape {
  private constructor(
    public readonly path: Path,
    private readonly value: Json,
    private readonly complain: Complain,
  ) {}

  /** The object there; an empty one, and a complaint, where it is none. */
  public static of(value: unknown, path: Path, complain: Complain, known: readonly string[]): Shape {
    const shape = new Shape(path, isObject(value) ? value : {}, complain);
    if (!isObject(value)) complain(path, 'must be an object');
    for (const key in shape.value) if (!known.includes(key)) complain([...path, key], 'is no field of this kind');
    return shape;
  }

  /** What is written; null counts as nothing. */
  public get(key: string): unknown {
    return this.value[key] ?? undefined;
  }

  public has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  public at(...steps: Path): Path {
    return [...this.path, ...steps];
  }

  public wrong(key: string, message: string): void {
    this.complain(this.at(key), message);
  }

  public object(key: string, known: readonly string[]): Shape | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : Shape.of(value, this.at(key), this.complain, known);
  }

  /** The objects of a list; undefined where there is no list. */
  public objects(key: string, known: readonly string[]): readonly Shape[] | undefined {
    return this.elements(key)?.map((each, index) => Shape.of(each, this.at(key, index), this.complain, known));
  }

  /** The elements of a list; undefined where there is none. */
  public elements(key: string): readonly unknown[] | undefined {
    const value = this.get(key);
    if (value === undefined || Array.isArray(value)) return value;
    this.wrong(key, 'must be a list');
    return undefined;
  }

  public text(key: string): string | undefined {
    return this.typed(key, (value) => typeof value === 'string', 'a string');
  }

  public flag(key: string): boolean | undefined {
    return this.typed(key, (value) => typeof value === 'boolean', 'true or false');
  }

  public number(key: string): number | undefined {
    return this.typed(key, (value) => typeof value === 'number', 'a number');
  }

  public oneOf<T extends string>(key: string, words: readonly T[]): T | undefined {
    const value = this.get(key);
    const found = words.find((each) => each === value);
    if (value !== undefined && found === undefined) this.wrong(key, `must be one of ${words.join(', ')}`);
    return found;
  }

  public texts(key: string): readonly string[] | undefined {
    return this.elements(key)?.flatMap((each, index) => {
      if (typeof each === 'string') return [each];
      this.complain(this.at(key, index), 'must be a string');
      return [];
    });
  }

  private typed<T>(key: string, is: (value: unknown) => boolean, expected: string): T | undefined {
    const value = this.get(key);
    if (value === undefined || is(value)) return value as T | undefined;
    this.wrong(key, `must be ${expected}`);
    return undefined;
  }
}
