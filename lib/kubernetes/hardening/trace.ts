import { relative } from 'node:path';
import type { Construct, IConstruct } from 'constructs';
import type { ConstructClass } from './drop-in';

/** Metadata of this type says where in the user's program a construct was made. */
const TRACE = 'tempered:trace';

/** Records where the construct is made: the stack above the constructor of `dropIn`. */
export function recordTrace(construct: Construct, dropIn: ConstructClass): void {
  construct.node.addMetadata(TRACE, dropIn.name, { stackTrace: true, traceFromFunction: dropIn });
}

/** `src/main.ts:12:3`: where the construct, or the nearest one around it that knows, was made in the user's program. */
export function traceOf(construct: IConstruct): string | undefined {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    const frames = scope.node.metadata.find(({ type }) => type === TRACE)?.trace;
    if (frames !== undefined) return locationOf(frames);
  }
  return undefined;
}

/** The first frame outside of packages, else the first one. */
function locationOf(frames: readonly string[]): string | undefined {
  const locations = frames.map((frame) => /\(?((?:file:\/\/)?[^()]+:\d+:\d+)\)?$/.exec(frame)?.[1]).filter((each) => each !== undefined);
  const own = locations.find((location) => !location.includes('node_modules') && !location.startsWith('node:'));
  const location = own ?? locations[0];
  if (location === undefined) return undefined;
  const fromHere = relative(process.cwd(), location.replace('file://', ''));
  return fromHere.startsWith('..') ? location : fromHere;
}
