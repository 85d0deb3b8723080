/**
 * The user and group that hardening writes: `nonroot` of distroless images. Above the 10,000 that scanners ask for,
 * so that it is nobody on the node.
 */
export const NONROOT_ID = 65532;

/** The lowest id that all scanners take for one that nobody on the node has. */
export const LOWEST_HIGH_ID = 10001;
