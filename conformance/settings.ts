function integer(name: string, byDefault: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return byDefault;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** What the generated objects grow from. Always the same by default, so that a failure can be seen again. */
export const SEED = integer('CONFORMANCE_SEED', 20_261_125);

/** How many pods the Pod Security library and the audit are both asked about. */
export const PODS = integer('CONFORMANCE_PODS', 20_000);

/** How many workloads an API server is asked about. */
export const WORKLOADS = integer('CONFORMANCE_WORKLOADS', 250);
