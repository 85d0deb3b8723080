import type { IConstruct } from 'constructs';
import type { Dialect } from './dialect';

/** Metadata of this type holds the dialect of a subtree. */
const ISOLATION = 'tempered:isolation';

/** Isolates everything below a construct. Given twice, the later dialect holds. */
export function setDialect(scope: IConstruct, dialect: Dialect): void {
  scope.node.addMetadata(ISOLATION, dialect);
}

/** The dialect of the nearest isolated scope around a construct; undefined where there is none. */
export function dialectOf(construct: IConstruct): Dialect | undefined {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    const entry = scope.node.metadata.findLast(({ type }) => type === ISOLATION);
    if (entry !== undefined) return entry.data;
  }
  return undefined;
}
