import type { Resource } from '../engine/resource';
import type { PodEndpoint } from './endpoint';

/** Names of workloads: `shop/Deployment/web`, or less of it where that is clear, and what else they are called. */
export class PodNames {
  private readonly own = new Map<string, PodEndpoint[]>();
  private readonly further = new Map<string, PodEndpoint[]>();

  /**
   * @param aliases names of an object beside those in it, shortest first; they mean it unless an object is called so itself
   */
  constructor(
    public readonly pods: readonly PodEndpoint[],
    private readonly aliases: (resource: Resource) => readonly string[] = () => [],
  ) {
    for (const pod of pods) {
      for (const name of new Set(namesOf(pod))) add(this.own, name, pod);
      for (const name of new Set(this.aliasesOf(pod))) add(this.further, name, pod);
    }
  }

  /** The workloads that a name may mean; none, one, or several. */
  public named(name: string): readonly PodEndpoint[] {
    return this.own.get(name) ?? this.further.get(name) ?? [];
  }

  /** The shortest name that means this workload alone. */
  public shortest(pod: PodEndpoint): string {
    const all = [...this.aliasesOf(pod), ...namesOf(pod)];
    return all.find((name) => this.named(name).length === 1 && this.named(name)[0] === pod) ?? pod.name;
  }

  private aliasesOf({ resource }: PodEndpoint): readonly string[] {
    return resource === undefined ? [] : this.aliases(resource);
  }
}

function namesOf({ name }: PodEndpoint): readonly string[] {
  const [namespace, kind, ...rest] = name.split('/');
  const last = rest.join('/');
  return [last, `${namespace}/${last}`, `${kind}/${last}`, name];
}

function add(names: Map<string, PodEndpoint[]>, name: string, pod: PodEndpoint): void {
  const known = names.get(name);
  if (known === undefined) names.set(name, [pod]);
  else known.push(pod);
}
