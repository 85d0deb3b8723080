import { formatPath } from '../../controls/requirement';
import { describeResource } from '../../engine/resource';
import { type Enforcer, type Isolation, reachability, type SettingName, settingsText } from '../../reachability';
import type { PlacedError } from '../../reporters/audit-result';
import { count } from '../../reporters/scorecard';
import { errorLines } from '../../reporters/text';
import { wantsColor } from '../color';
import type { Invocation } from '../invocation';
import { readManifests } from '../manifests';
import { withProgress } from '../progress';
import { writeChunks } from '../write-chunks';
import { jsonFlows } from './json';
import { mermaidFlows } from './mermaid';
import type { FlowsResult } from './result';
import { textFlows } from './text';

export interface FlowsFlags {
  readonly format: 'text' | 'json' | 'mermaid';
  readonly enforcer?: Enforcer;
  readonly podCidr?: readonly string[];
  readonly apiServer?: readonly string[];
}

const FLAGS: Readonly<Record<SettingName, string>> = { podCidrs: '--pod-cidr', apiServer: '--api-server', enforcer: '--enforcer' };
const flagOf = (option: SettingName): string => FLAGS[option];

/** `audit --flows`: who reaches whom. Open workloads are findings; what cannot be judged as it was meant is an error. */
export async function auditFlows(
  paths: readonly string[],
  { format, enforcer, podCidr, apiServer }: FlowsFlags,
  invocation: Pick<Invocation, 'stdin' | 'stdout' | 'stderr' | 'env' | 'exit'>,
): Promise<void> {
  const result = await withProgress(invocation, async (step): Promise<FlowsResult> => {
    step('reading');
    const manifests = await readManifests(paths, invocation);
    step(`following ${count(manifests.resources.length, 'object')}`);
    const reach = reachability(manifests.resources, { enforcer, podCidrs: podCidr, apiServer });
    const problems = reach.problems.map(({ resource, path, message, options }): PlacedError => {
      const where = `${describeResource(resource)}: ${formatPath(path)} ${message}`;
      return { ...manifests.placeOf(resource, path), message: `${where}; the policy was left out${settingsText(options, flagOf)}` };
    });
    const nothing = reach.pods.length === 0 && manifests.errors.length === 0;
    return {
      reach,
      flows: reach.flows(),
      open: reach.isolation.filter(isOpen),
      policies: reach.policies,
      assumptions: reach.assumptions.map(({ text, options }) => text + settingsText(options, flagOf)),
      errors: [...manifests.errors, ...problems, ...(nothing ? paths.map(nobody) : [])],
      placeOf: manifests.placeOf,
    };
  });
  const { stdout, stderr, env, exit } = invocation;
  if (format === 'json') writeChunks(stdout, jsonFlows(result));
  else if (format === 'mermaid') writeChunks(stdout, mermaidFlows(result));
  else writeChunks(stdout, textFlows(result, wantsColor(stdout, env)));
  stderr.write(errorLines(result.errors));
  exit(result.errors.length > 0 ? 2 : result.open.length > 0 ? 1 : 0);
}

/** What runs in its node's network no policy can close: another control says that. */
function isOpen({ pod, ingress, egress }: Isolation): boolean {
  return !pod.hostNetwork && (!ingress || !egress);
}

function nobody(file: string): PlacedError {
  return { file, line: 1, column: 1, message: 'there is no workload in it, so that nobody reaches anybody' };
}
