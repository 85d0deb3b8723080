import { compareQuantities, isQuantity } from '../../controls/requirement/quantity';
import { TemperedError } from '../../errors';

/** What all pods of a tenant may use together. What is not said follows from the number of pods. */
export interface TenantQuota {
  /** CPUs requested. Default: 200m for each pod (4). */
  readonly cpuRequests?: string;
  /** CPUs at most. Default: 1 for each pod (20), the limit that a container gets which states none. */
  readonly cpuLimits?: string;
  /** Memory requested. Default: 512Mi for each pod (10Gi), twice what a container gets that states none. */
  readonly memoryRequests?: string;
  /** Memory at most. Default: 1Gi for each pod (20Gi). */
  readonly memoryLimits?: string;
  /** Disk of volumes. Default: 50Gi. */
  readonly storage?: string;
  /** Disk of the nodes at most. Default: 1Gi for each pod (20Gi), the limit that a container gets which states none. */
  readonly ephemeralStorage?: string;
  /** How many, those included that a rollout adds for a while. Default: 20. */
  readonly pods?: number;
}

/** The quota with everything that was not said. */
export type StatedQuota = Required<TenantQuota>;

/** What a container gets that states nothing: as our constructs write it into their own. */
const OPEN = { cpu: '1', memory: '256Mi', 'ephemeral-storage': '1Gi' } as const;
const OPEN_REQUESTS = { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' } as const;

/**
 * Fills in what was not said, so that as many pods fit as the quota counts, each with one container as our constructs make it.
 *
 * @throws a TemperedError `invalid-quota` for what is no quantity, and for requests above their limits
 */
export function statedQuota(given: TenantQuota, place: string): StatedQuota {
  const { pods = 20 } = given;
  if (!Number.isInteger(pods) || pods < 1) throw invalid(place, 'pods', 'a whole number, 1 or more');
  const { storage = '50Gi', cpuLimits = String(pods), memoryLimits = `${pods}Gi`, ephemeralStorage = `${pods}Gi` } = given;
  const { cpuRequests = smaller(cpu(pods * 200), cpuLimits), memoryRequests = smaller(memory(pods * 512), memoryLimits) } = given;
  const quota = { cpuLimits, cpuRequests, memoryLimits, memoryRequests, storage, ephemeralStorage };
  for (const [name, value] of Object.entries(quota))
    if (!isQuantity(value) || compareQuantities(value, 0) < 0)
      throw invalid(place, name, 'a quantity of Kubernetes, such as 500m, 2 or 8Gi');
  if (compareQuantities(cpuRequests, cpuLimits) > 0) throw invalid(place, 'cpuRequests', `at most cpuLimits (${cpuLimits})`);
  if (compareQuantities(memoryRequests, memoryLimits) > 0) throw invalid(place, 'memoryRequests', `at most memoryLimits (${memoryLimits})`);
  return { ...quota, pods };
}

/** The `hard` of a ResourceQuota. */
export function hardOf({ cpuRequests, cpuLimits, memoryRequests, memoryLimits, storage, ephemeralStorage, pods }: StatedQuota) {
  return {
    'requests.cpu': cpuRequests,
    'limits.cpu': cpuLimits,
    'requests.memory': memoryRequests,
    'limits.memory': memoryLimits,
    'requests.storage': storage,
    'limits.ephemeral-storage': ephemeralStorage,
    pods: String(pods),
    // Both open a port on every node, past every policy.
    'services.nodeports': '0',
    'services.loadbalancers': '0',
  };
}

/**
 * The `limits` of a LimitRange: what a pod leaves open it gets from here, since the quota would refuse it without. An API server refuses
 * a default above the maximum, so a small quota makes small defaults.
 */
export function limitsOf({ cpuRequests, cpuLimits, memoryRequests, memoryLimits, ephemeralStorage }: StatedQuota) {
  const limits = {
    cpu: smaller(OPEN.cpu, cpuLimits),
    memory: smaller(OPEN.memory, memoryLimits),
    'ephemeral-storage': smaller(OPEN['ephemeral-storage'], ephemeralStorage),
  };
  return [
    {
      type: 'Container',
      defaultRequest: {
        cpu: smaller(smaller(OPEN_REQUESTS.cpu, cpuRequests), limits.cpu),
        memory: smaller(smaller(OPEN_REQUESTS.memory, memoryRequests), limits.memory),
        'ephemeral-storage': smaller(OPEN_REQUESTS['ephemeral-storage'], limits['ephemeral-storage']),
      },
      default: limits,
      // Zero is no limit.
      min: { cpu: '1m', memory: '4Mi' },
      max: { cpu: cpuLimits, memory: memoryLimits, 'ephemeral-storage': ephemeralStorage },
    },
  ];
}

function smaller(a: string, b: string): string {
  return compareQuantities(a, b) <= 0 ? a : b;
}

function cpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

function memory(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

function invalid(place: string, name: string, expected: string): TemperedError {
  return new TemperedError('invalid-quota', `${place}: "quota.${name}" must be ${expected}`);
}
