import { formatPath } from '../../controls/requirement';
import type { Resource } from '../../engine/resource';
import { describeResource } from '../../engine/resource';
import { TemperedError } from '../../errors';
import {
  type Flow,
  type OpenPorts,
  portsText,
  type Reachability,
  type ReachabilityOptions,
  reachability,
  type SettingName,
  settingsText,
} from '../../reachability';
import { mergePorts, withoutPorts } from '../../reachability/flows';
import { LAST_PORT, type PortClass } from '../../reachability/ports';
import { type Implied, impliedPorts } from './implied';
import { type StatedEnd, statedEnd } from './stated-end';
import { type FlowText, type StatedFlow, statedFlow } from './stated-flow';

/** How a test of flows counts. */
export interface AllowOnlyOptions extends Omit<ReachabilityOptions, 'aliases'>, Implied {
  /**
   * Further flows that may be there and need not be: `* -> namespace openshift-dns TCP/5353, UDP/5353` for a resolver of another name.
   *
   * @default - none
   */
  readonly implied?: readonly FlowText[];
}

/** What a test stated and what is let through, where they differ. */
export interface FlowDifference {
  /** Let through and not stated, a flow with its reasons each. */
  readonly beyond: readonly Surplus[];
  /** Stated and not let through. */
  readonly missing: readonly Missing[];
  /** What the comparison takes for granted, a clause each. */
  readonly assumptions: readonly string[];
}

export interface Surplus {
  /** `web -> db TCP/5432`. */
  readonly text: string;
  /** The policies and rules that let it through, or that none closes an end. */
  readonly reasons: readonly string[];
}

export interface Missing {
  readonly text: FlowText;
  /** The ports of it that are refused; undefined: all that it states. */
  readonly ports: string | undefined;
  /** Which end refuses, and why. */
  readonly reasons: readonly string[];
}

/**
 * Compares what policies let through with what is stated.
 *
 * @param aliases what the workloads of an object are called beside their own names
 * @throws a TemperedError `invalid-flow`, `unknown-endpoint`, or `invalid-policy` where a policy cannot be judged as its author meant it
 */
export function flowDifference(
  resources: readonly Resource[],
  texts: readonly FlowText[],
  options: AllowOnlyOptions = {},
  aliases?: ReachabilityOptions['aliases'],
): FlowDifference {
  const reach = reachability(resources, { ...options, aliases });
  refuseProblems(reach);
  const read = (flow: FlowText): Stated => {
    const written = statedFlow(flow);
    return { flow: written, from: statedEnd(written.from, reach), to: statedEnd(written.to, reach) };
  };
  const stated = texts.map(read);
  const implied = (options.implied ?? []).map(read);
  const also = stated.flatMap(({ from, to }) => [from.name, to.name]).filter((name) => name !== undefined);
  const flows = reach.flows({ also });
  return {
    beyond: flows.flatMap((flow) => surplusOf(flow, stated, implied, options, reach)),
    missing: stated.flatMap((each) => missingOf(each, flows, reach)),
    assumptions: reach.assumptions.map((each) => each.text + settingsText(each.options, optionOf)),
  };
}

interface Stated {
  readonly flow: StatedFlow;
  readonly from: StatedEnd;
  readonly to: StatedEnd;
}

function surplusOf(
  { from, to, ports }: Flow,
  stated: readonly Stated[],
  implied: readonly Stated[],
  options: Implied,
  { nameOf }: Reachability,
): readonly Surplus[] {
  const meant = (all: readonly Stated[]) =>
    all.filter((each) => each.from.covers(from) && each.to.covers(to)).map(({ flow }) => flow.ports);
  const own = meant(stated);
  const all = [...own, ...meant(implied)];
  if (all.includes(undefined)) return [];
  const expected = [...all.flatMap((each) => each ?? []), ...impliedPorts(from, to, own.length > 0, options)];
  const left = ports.flatMap((each) => withoutPorts([each], expected).map((range) => ({ ...each, ...range })));
  if (left.length === 0) return [];
  return [{ text: `${nameOf(from)} -> ${nameOf(to)} ${portsText(left)}`, reasons: reasonsOf(left) }];
}

function reasonsOf(ports: readonly OpenPorts[]): readonly string[] {
  const all = ports.flatMap(({ egress, ingress }) => [...egress.reasons, ...ingress.reasons]);
  // That an end is no pod, or nobody's, does not let anything through.
  return [...new Set(all)].filter((each) => !/ is no pod: | is not among the objects: /.test(each));
}

function missingOf({ flow, from, to }: Stated, flows: readonly Flow[], reach: Reachability): readonly Missing[] {
  const open = flows.filter((each) => from.is(each.from) && to.is(each.to)).flatMap(({ ports }) => ports);
  const left = flow.ports === undefined ? undefined : mergePorts(withoutPorts(flow.ports, open));
  if (left === undefined ? open.length > 0 : left.length === 0) return [];
  const whole = left === undefined || open.length === 0;
  return [{ text: flow.text, ports: whole ? undefined : portsText(left), reasons: refusals(flow, from, to, left?.[0], reach) }];
}

function refusals(flow: StatedFlow, from: StatedEnd, to: StatedEnd, port: PortClass | undefined, reach: Reachability): readonly string[] {
  if (from.name === undefined || to.name === undefined) return ['nobody does'];
  const { protocol, first } = port ?? { protocol: 'TCP', first: LAST_PORT };
  const { egress, ingress } = reach.allows(from.name, to.name, `${protocol}/${first}`);
  return [
    ...(egress.allowed ? [] : [`${flow.from} does not let it out: ${egress.reasons.join('; ')}`]),
    ...(ingress.allowed ? [] : [`${flow.to} does not let it in: ${ingress.reasons.join('; ')}`]),
  ];
}

function optionOf(name: SettingName): string {
  return `\`${name}\``;
}

function refuseProblems({ problems }: Reachability): void {
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ resource, path, message, options }) =>
      `${describeResource(resource)}: ${formatPath(path)} ${message}${settingsText(options, optionOf)}`,
  );
  throw new TemperedError('invalid-policy', `who reaches whom cannot be said, since\n${lines.map((each) => `  ${each}`).join('\n')}`, {
    hint: 'what is malformed an API server refuses, or drops the field; of what is not read, leave out what does not matter',
  });
}
