/** Every group but that of root; the upper end is the highest id that the API server takes. */
export const GROUP_RANGE = { min: 1, max: 2147483647 };
