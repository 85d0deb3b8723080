/** Powers of ten. A text with its exponent is read exactly, where a product is not: 9 * 1e-3 is not 0.009. */
const DECIMAL: Readonly<Record<string, number>> = { '': 0, n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Whether Kubernetes reads the value as a quantity: a number, or a text such as `256Mi`, `100m`, `1e3`, `0.5`. */
export function isQuantity(value: unknown): value is string | number {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && QUANTITY.test(value);
}

/** The quantity in its base unit (bytes, cores), as a number; NaN where it is none. Exact to 2^53. */
function quantityValue(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity;
  const parts = QUANTITY.exec(quantity);
  if (parts === null) return Number.NaN;
  const [, digits = '', exponent, suffix = ''] = parts;
  if (exponent !== undefined) return Number(digits + exponent);
  const binary = BINARY[suffix];
  return binary === undefined ? Number(`${digits}e${DECIMAL[suffix]}`) : Number(digits) * binary;
}

/** Below, at or above zero as a is smaller than, equal to or larger than b. */
export function compareQuantities(a: string | number, b: string | number): number {
  return quantityValue(a) - quantityValue(b);
}
