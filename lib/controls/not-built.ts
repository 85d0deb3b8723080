/** Questions that the field asks and that have no control here, each with the reason. docs/controls prints them. */
export const NOT_BUILT: readonly { readonly id: string; readonly reason: string }[] = [];
