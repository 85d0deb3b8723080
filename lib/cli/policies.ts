import type { Command } from 'commander';
import { stringify } from 'yaml';
import { TemperedError } from '../errors';
import { type AdmissionAction, admissionPolicies, KINDS_JUDGED_BY_THEIR_PODS, leftOutOfPolicies, SYSTEM_NAMESPACES } from '../policies';
import type { Invocation } from './invocation';
import { list, oneOf } from './nearest';
import { addSelectionOptions, type SelectionFlags, selectionOf } from './selection';

interface PoliciesFlags extends SelectionFlags {
  readonly action: AdmissionAction;
  readonly excludeNamespace?: readonly string[];
  readonly honourWaivers?: true;
}

const HELP = `
The policies are ValidatingAdmissionPolicies with their bindings; they need Kubernetes 1.30 or newer. Controls of level
warn never refuse a request: they warn and note. What an API server cannot judge by itself is named on standard error.

Examples:
  tempered policies | kubectl apply -f -
  tempered policies --profile pod-security-restricted --action audit
  tempered policies --exclude-namespace istio-system,monitoring > policies.yaml`;

export function definePolicies(command: Command, invocation: Invocation): void {
  addSelectionOptions(command)
    .description('Prints admission policies with which a cluster refuses what the audit refuses.')
    .option(
      '--action <action>',
      'what happens to a request that does not pass: deny, warn or audit',
      oneOf(['deny', 'warn', 'audit']),
      'deny',
    )
    .option('--exclude-namespace <names>', `namespaces that are not judged, beside ${SYSTEM_NAMESPACES.join(', ')}`, list)
    .option('--honour-waivers', 'let pass what carries a waiver (whoever may create an object may write one)')
    .addHelpText('after', HELP)
    .action((flags: PoliciesFlags) => printPolicies(flags, invocation));
}

function printPolicies({ action, excludeNamespace = [], honourWaivers, ...flags }: PoliciesFlags, { stdout, stderr }: Invocation): void {
  for (const name of excludeNamespace)
    if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
      throw new TemperedError('usage', `--exclude-namespace: "${name}" is no name of a namespace`);
  const { profile, minor } = selectionOf(flags);
  const policies = admissionPolicies(profile, {
    minor,
    action,
    honourWaivers: honourWaivers === true,
    excludedNamespaces: [...new Set([...SYSTEM_NAMESPACES, ...excludeNamespace])],
    namePrefix: `tempered-${nameOf(profile.name)}`,
  });
  // Written for readers of YAML 1.1, as kubectl is: a namespace may be called "on".
  stdout.write(policies.map((object) => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'));
  for (const { control, because } of leftOutOfPolicies(profile, minor)) stderr.write(`left out: ${control}: ${because}\n`);
  stderr.write(`judged by their pods alone, when these are made: ${KINDS_JUDGED_BY_THEIR_PODS.join(', ')}\n`);
}

/** The name of a profile as a part of a name in the cluster. */
function nameOf(profile: string): string {
  return profile
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
