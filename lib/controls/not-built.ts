/** Questions that the field asks and that have no control here, each with the reason. docs/controls prints them. */
export const NOT_BUILT: readonly { readonly id: string; readonly reason: string }[] = [
  {
    id: 'base-image',
    reason:
      'A Kubernetes object names the image that runs, not the one it was built on: that stands in the Dockerfile (`FROM` of the last stage) or in a label of the image, and neither can be read from a manifest.',
  },
];
