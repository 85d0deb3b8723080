import { byVersion } from '../combinators/versions';
import { type Emit, type Fix, type Path, UNKNOWN } from '../finding';
import { compareQuantities, isQuantity } from '../quantity';
import { always, type Requirement, type Rule } from '../rule';
import { isObject, type Json, type PodSubject } from '../subject';
import { celLiteral } from '../text';
import { positiveQuantity } from '../values';
import { compileWalk } from '../walk';
import { containersOf, DECLARED } from './containers';

export type Quantity = string | number;
export type Bound = 'requests' | 'limits';
export type ResourceName = 'cpu' | 'memory' | 'ephemeral-storage';

/** The quantities above zero that are written in one place for one resource. */
export type WrittenResource = { readonly [B in Bound]?: Quantity };

/** What a repair writes, given what stands beside it: never a request above its limit, which the API server refuses. */
export type Amount = (written: WrittenResource) => Quantity;

/** The larger of two quantities; the first where they are equal or the second is absent. */
export function larger(a: Quantity, b: Quantity | undefined): Quantity {
  return b !== undefined && compareQuantities(b, a) > 0 ? b : a;
}

/** The smaller of two quantities; the first where they are equal or the second is absent. */
export function smaller(a: Quantity, b: Quantity | undefined): Quantity {
  return b !== undefined && compareQuantities(b, a) < 0 ? b : a;
}

/** What `resources` of a container, or of a pod, says of one resource. */
export function writtenResource(holder: Json, name: ResourceName): WrittenResource {
  return { requests: writtenBound(holder, 'requests', name), limits: writtenBound(holder, 'limits', name) };
}

/** What stands there, whatever it is: UNKNOWN too, and zero. */
export function resourceValue({ resources }: Json, bound: Bound, name: ResourceName): unknown {
  const all: unknown = isObject(resources) ? resources[bound] : resources;
  return isObject(all) ? (all[name] ?? undefined) : all === UNKNOWN ? UNKNOWN : undefined;
}

function writtenBound(holder: Json, bound: Bound, name: ResourceName): Quantity | undefined {
  const quantity = resourceValue(holder, bound, name);
  return isQuantity(quantity) && compareQuantities(quantity, 0) > 0 ? quantity : undefined;
}

/** A CEL condition: the holder has a quantity above zero there. The name may hold a hyphen, so it is looked up, not selected. */
export function hasResource(holder: string, bound: Bound, name: ResourceName): string {
  const map = `${holder}.resources.${bound}`;
  const key = celLiteral(name);
  return `has(${holder}.resources) && has(${map}) && ${key} in ${map} && ${positiveQuantity('').cel(`${map}[${key}]`)}`;
}

/**
 * A request or limit above zero in every container and init container; ephemeral containers cannot have any.
 * From 1.34 on, CPU and memory of the pod as a whole count in place of the containers'; where the pod has one of the
 * two bounds, the other is repaired there as well, since the API server compares them with those of the containers.
 *
 * `pairs` says that the amounts for a request and a limit that are both absent fit each other, so that neither need wait.
 */
export function containerResource(bound: Bound, name: ResourceName, amount: Amount, pairs = false): Requirement {
  const ofContainers = resourceRule(bound, name, amount, false, pairs);
  if (name === 'ephemeral-storage') return always(ofContainers);
  return byVersion({ 'v1.0': always(ofContainers), 'v1.34': always(resourceRule(bound, name, amount, true, pairs)) });
}

function resourceRule(bound: Bound, name: ResourceName, amount: Amount, podCounts: boolean, pairs: boolean): Rule {
  const walk = compileWalk(`resources.${bound}.${name}`, positiveQuantity(''));
  const each = hasResource('c', bound, name);
  const ofPod = hasResource('variables.spec', bound, name);
  const sibling = bound === 'limits' ? 'requests' : 'limits';
  /** Whether it is known what must not be exceeded; a limit of zero must be raised before a request can be written. */
  const settled = (holder: Json): boolean => {
    const beside = resourceValue(holder, sibling, name);
    return beside !== UNKNOWN && (bound === 'limits' || beside === undefined || writtenBound(holder, 'limits', name) !== undefined);
  };
  const settleFirst: Fix = {
    op: 'manual',
    instructions: `Write \`resources.${sibling}.${name}\` first: the API server refuses a request above its limit.`,
  };
  const locate = (holder: Json, at: Path, value: Quantity, emit: Emit): void =>
    walk.find(holder, at, (found) => {
      if (found.verdict !== 'fail') emit(found);
      else
        emit({
          ...found,
          fix: settled(holder) ? { op: 'set', path: found.path, value } : settleFirst,
          ...(!pairs && { chosenBy: [[...at, 'resources', sibling, name]] }),
        });
    });
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const { spec } = pod;
      if (podCounts && walk.holds(spec)) return true;
      const whole = podCounts ? writtenResource(spec, name) : {};
      const failing = [...containersOf(pod, DECLARED)].filter(({ container }) => !walk.holds(container));
      if (failing.length > 0 && (whole.requests ?? whole.limits) !== undefined)
        locate(spec, [...pod.at, 'spec'], amountOfPod(bound, name, whole, amount, pod), emit);
      else for (const { container, path } of failing) locate(container, path, amount(writtenResource(container, name)), emit);
      return true;
    },
    cel: {
      expression: `${podCounts ? `(${ofPod}) || ` : ''}${DECLARED.variable}.all(c, ${each})`,
      offenders: `${podCounts ? `(${ofPod}) ? [] : ` : ''}${DECLARED.variable}.filter(c, !(${each})).map(c, c.name)`,
    },
    prose: `${DECLARED.prose} \`resources.${bound}.${name}\` is set and above zero${podCounts ? ', there or for the pod as a whole' : ''}`,
  };
}

/** A limit of the pod is no smaller than any of its containers'; its request is what Kubernetes would take: the limit. */
function amountOfPod(bound: Bound, name: ResourceName, written: WrittenResource, amount: Amount, pod: PodSubject): Quantity {
  if (bound === 'requests') return written.limits ?? amount(written);
  const limits = [...containersOf(pod, DECLARED)].map(({ container }) => writtenResource(container, name).limits);
  return limits.reduce<Quantity>(larger, amount(written));
}
