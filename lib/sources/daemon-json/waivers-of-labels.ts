import { WAIVER_PREFIX } from '../../engine/waiver';

/** The waivers among the labels of an engine, which are texts `key=value`; undefined where there is none. */
export function waiversOfLabels(labels: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(labels)) return undefined;
  const waivers = labels.flatMap((label): [string, string][] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(String(label)) ?? [];
    return key?.startsWith(WAIVER_PREFIX) && value !== undefined ? [[key, value]] : [];
  });
  return waivers.length === 0 ? undefined : Object.fromEntries(waivers);
}
