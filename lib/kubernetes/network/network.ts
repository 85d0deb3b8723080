import type { NetworkPolicy } from 'cdk8s-plus-28';
import type { IConstruct, IValidation } from 'constructs';
import { TemperedError } from '../../errors';
import { emitPolicies } from './emit';
import { errorOf } from './flow-error';
import { statedFlows } from './flows';
import { flowsOfPlus } from './flows-of-plus';
import { dialectOf } from './isolation-scope';
import { type Member, membersOf } from './member';
import { namespaceLabelsIn } from './selection';
import type { Statement } from './statement';

/** A policy that cdk8s-plus made for one end of a flow. It goes where that end turns out to be isolated. */
export interface PlusHalf {
  readonly policy: NetworkPolicy;
  /** The workload that it selects. */
  readonly end: IConstruct;
}

const networkByRoot = new WeakMap<IConstruct, Network>();

/** What is stated in the tree of a construct. */
export function networkOf(construct: IConstruct): Network {
  const { root } = construct.node;
  let network = networkByRoot.get(root);
  if (network === undefined) {
    network = new Network(root);
    networkByRoot.set(root, network);
  }
  return network;
}

/**
 * The flows of one tree.
 *
 * They become policies in a validation: the last moment that every way of synthesizing passes before it renders. It may run many times
 * and gives the same each time.
 */
export class Network implements IValidation {
  private readonly statements: Statement[] = [];
  private readonly needing: Statement[] = [];
  private readonly plusHalves: PlusHalf[] = [];
  private watched = false;

  public constructor(private readonly root: IConstruct) {}

  /** Makes policies at synthesis. */
  public watch(): void {
    if (this.watched) return;
    this.watched = true;
    this.root.node.addValidation(this);
  }

  /** @param needsDialect whether cdk8s-plus has no words for it */
  public state(statement: Statement, needsDialect: boolean): void {
    this.statements.push(statement);
    if (!needsDialect) return;
    this.needing.push(statement);
    this.watch();
  }

  public remember(half: PlusHalf): void {
    this.plusHalves.push(half);
  }

  public validate(): string[] {
    const members = membersOf(this.root);
    const { isolated, elsewhere, errors } = statedFlows(this.statements, {
      members,
      byConstruct: byConstruct(members),
      namespaceLabels: namespaceLabelsIn(this.root),
    });
    const known = new Set<IConstruct>(this.plusHalves.map(({ policy }) => policy));
    const lost = this.needing.filter((each) => elsewhere.has(each));
    throwAll([
      ...errors,
      ...flowsOfPlus(
        this.root,
        isolated.map(({ member }) => member),
        known,
      ),
      ...lost.map((each) =>
        errorOf(each, {
          code: 'flow-without-dialect',
          wrong: 'is more than the connections of cdk8s-plus can say, and no scope around either end is isolated',
          hint: 'call isolate() on its chart, with the dialect of the cluster',
        }),
      ),
    ]);
    for (const { policy, end } of this.plusHalves) if (dialectOf(end) !== undefined) policy.node.scope?.node.tryRemoveChild(policy.node.id);
    emitPolicies(isolated, members);
    return [];
  }
}

function throwAll(errors: readonly TemperedError[]): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const lines = errors.map(({ message, hint }) => `  ${message}${hint === undefined ? '' : `\n    ${hint}`}`);
  throw new TemperedError('invalid-network', `${errors.length} flows cannot become policies:\n${lines.join('\n')}`, {
    hint: 'what to do stands under each of them',
  });
}

/** Of constructs that stand for one workload; a List may hold several. */
function byConstruct(members: readonly Member[]): ReadonlyMap<IConstruct, Member> {
  const found = new Map<IConstruct, Member>();
  const several = new Set<IConstruct>();
  for (const member of members) {
    if (found.has(member.construct)) several.add(member.construct);
    found.set(member.construct, member);
  }
  for (const construct of several) found.delete(construct);
  return found;
}
