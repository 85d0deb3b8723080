/** The containers of a workload of any version of cdk8s-plus; none of anything else. */
export function containersOf(construct: object): readonly object[] {
  const lists = [
    'containers' in construct ? construct.containers : undefined,
    'initContainers' in construct ? construct.initContainers : undefined,
  ];
  return lists.flatMap((list) => (Array.isArray(list) ? list : []));
}
