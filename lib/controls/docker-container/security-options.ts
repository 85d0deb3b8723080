import { DOCKER } from '../docker/objects';
import { docker, type Emit, emitLimits, failing, type Json, type Requirement, UNKNOWN, unknown } from '../requirement';
import { wrongShape } from './container-lists';

/** A security option in its two halves: `seccomp=unconfined`, or `seccomp:unconfined` as it was written before. */
interface SecurityOption {
  readonly name: string;
  readonly value: string;
}

function securityOption(text: string): SecurityOption {
  const cut = text.search(/[=:]/);
  return cut < 0 ? { name: text, value: '' } : { name: text.slice(0, cut).trim(), value: text.slice(cut + 1).trim() };
}

/**
 * No security option may be one of those that switch a protection off. Options that the target drops are judged all the same: the
 * file says them, and another program that reads it may heed them.
 */
export function withoutSecurityOptions(
  forbids: (option: SecurityOption) => boolean,
  {
    expected,
    instructions,
    inexpressible,
  }: {
    /** Completes "must be …". */
    readonly expected: string;
    readonly instructions: string;
    /**
     * What it means that the declaration has no words for options. `safe`: that none can be switched off either. Else what it
     * depends on: the daemons that were read together with the container must all be so; without one it is not known.
     */
    readonly inexpressible: 'safe' | ((daemon: Json) => boolean);
  },
): Requirement {
  return docker({
    kinds: [DOCKER.container],
    ...(typeof inexpressible === 'function' && { crossObject: true }),
    evaluate(container, emit, { neighbours }) {
      if (container.inexpressible?.securityOpt !== undefined) {
        const daemons = neighbours.list(DOCKER.daemon.group, DOCKER.daemon.kind, undefined);
        const isKept = inexpressible === 'safe' || (daemons.length > 0 && daemons.every((each) => inexpressible(each)));
        if (!isKept) emitLimits(container, 'securityOpt', expected, emit);
        return true;
      }
      judge(container, emit);
      return true;
    },
    prose: `in every container \`securityOpt[]\` must be ${expected}`,
  });

  function judge({ securityOpt }: Json, emit: Emit): void {
    if (securityOpt === undefined || securityOpt === null) return;
    if (securityOpt === UNKNOWN) emit(unknown(['securityOpt'], expected));
    else if (!Array.isArray(securityOpt)) emit(wrongShape(['securityOpt'], typeof securityOpt, 'a list'));
    else
      securityOpt.forEach((each: unknown, index) => {
        const path = ['securityOpt', index];
        if (each === UNKNOWN) emit(unknown(path, expected));
        else if (typeof each !== 'string') emit(wrongShape(path, typeof each, 'a text'));
        else if (forbids(securityOption(each))) emit(failing(path, each.length > 60 ? 'a profile' : each, expected, instructions));
      });
  }
}
