/**
 * One of several options and none of the others. A plain union of objects would also take an object with two of them, of which only
 * one can count.
 */
export type ExactlyOne<All> = {
  readonly [Name in keyof All]: { readonly [Key in Name]: All[Key] } & { readonly [Key in Exclude<keyof All, Name>]?: undefined };
}[keyof All];

/** Those of the names under which something was given: JavaScript, and objects that were spread together, may have more than one. */
export function givenOf<Name extends string>(options: object | null, names: readonly Name[]): readonly Name[] {
  const given = new Map<string, unknown>(Object.entries(options ?? {}));
  return names.filter((name) => given.get(name) !== undefined);
}
