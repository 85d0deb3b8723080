import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isObject } from '../../controls/requirement';
import type { TemperedError } from '../../errors';
import { renderRaw } from '../hardening/raw';
import { constructError } from '../secrets/construct-error';
import { isPlusWorkload, type Member } from './member';
import { selectorIn } from './own-selector';
import { selects } from './selection';

/** What cdk8s-plus calls the policies of a flow. */
const OF_A_FLOW = /^Allow(Egress|Ingress)/;

/**
 * Flows that a workload of cdk8s-plus stated by its own `connections`, which know nothing of isolated scopes: their NetworkPolicies would open
 * isolated pods past their dialect, or, in a mesh or a tier of Calico, open nothing.
 *
 * @param known the policies that are looked after already
 */
export function flowsOfPlus(root: IConstruct, isolated: readonly Member[], known: ReadonlySet<IConstruct>): readonly TemperedError[] {
  const found = new Set<IConstruct>();
  for (const object of root.node.findAll()) {
    const policy = object.node.scope;
    const workload = policy?.node.scope;
    if (!ApiObject.isApiObject(object) || object.kind !== 'NetworkPolicy') continue;
    if (policy === undefined || workload === undefined || known.has(policy)) continue;
    if (!OF_A_FLOW.test(policy.node.id) || !isPlusWorkload(workload)) continue;
    const { spec } = renderedOf(object);
    const selector = isObject(spec) && isObject(spec.podSelector) ? selectorIn(spec.podSelector, false) : undefined;
    const { namespace } = object.metadata;
    if (selector === undefined || isolated.some((each) => each.namespace === namespace && selects(selector, each.labels)))
      found.add(workload);
  }
  return [...found].map((workload) =>
    constructError(
      'flow-outside-of-dialect',
      workload,
      '',
      'its connections are those of cdk8s-plus, which know no isolated scope: their policies stand beside those of the dialect',
      'state its flows with connectionsOf(workload), or make it with the class of tempered/kubernetes',
    ),
  );
}

function renderedOf(object: ApiObject): { readonly spec?: unknown } {
  const json: unknown = renderRaw(object);
  return isObject(json) ? json : {};
}
