/** The labels of an engine, which are texts `key=value`, as a mapping; waivers are among them. Undefined where there is none. */
export function labelsOf(labels: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(labels)) return undefined;
  const entries = labels.flatMap((label): [string, string][] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(String(label)) ?? [];
    return key !== undefined && value !== undefined ? [[key, value]] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
