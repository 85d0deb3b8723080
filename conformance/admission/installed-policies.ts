import { createHash } from 'node:crypto';
import type { Json } from '../../lib/controls/requirement';
import { type AdmissionPolicyOptions, admissionPolicies } from '../../lib/policies';
import type { Profile } from '../../lib/profiles/profile';
import type { Answer, ApiServer } from '../judges/api-server';

/** A namespace in which the policies of a profile hold. */
export interface PolicedNamespace {
  readonly namespace: string;
  /** What the names of its policies begin with. */
  readonly prefix: string;
  readonly profile: Profile;
  readonly options?: AdmissionPolicyOptions;
  /** The policies see only objects that carry `CASE_LABEL` with the prefix. Default: all of the namespace. */
  readonly labelled?: boolean;
}

/** Says of an object by which policies it is judged. */
export const CASE_LABEL = 'tempered.example/case';

/** Its value: no word of it means anything to a control. */
export function caseLabel(prefix: string): string {
  return createHash('sha256').update(prefix).digest('hex').slice(0, 16);
}

/** Creates namespaces; one that is there already stays. */
export async function createNamespaces(server: ApiServer, names: Iterable<string>): Promise<void> {
  for (const name of new Set(names)) {
    const { status, body } = await server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, '');
    if (status !== CREATED && status !== ALREADY_THERE) throw new Error(`namespace ${name}: ${body.message}`);
  }
}

const CREATED = 201;
const ALREADY_THERE = 409;

/** Installs the policies, and waits until the server enforces them. */
export async function installPolicies(server: ApiServer, namespaces: readonly PolicedNamespace[]): Promise<void> {
  for (const { namespace, prefix, profile, options, labelled } of namespaces) {
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
    const objects = admissionPolicies(profile, { excludedNamespaces: [], ...options, namespaceSelector, namePrefix: prefix });
    for (const object of objects) {
      const { spec }: Json = object;
      if (labelled === true && spec?.matchResources !== undefined) {
        // In place of the namespace: of a Namespace that would be asked of its own labels.
        const matchResources = { objectSelector: { matchLabels: { [CASE_LABEL]: caseLabel(prefix) } } };
        await server.mustCreate({ ...object, spec: { ...spec, matchResources } });
      } else await server.mustCreate({ ...object });
    }
  }
  await enforced(server, `sentinel-${namespaces[0]?.prefix}`);
}

/** The server takes in policies in the order of their making: once the last one bites, all do. */
async function enforced(server: ApiServer, name: string): Promise<void> {
  const api = { apiVersion: 'admissionregistration.k8s.io/v1' };
  const resourceRules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
  await server.mustCreate({
    ...api,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: { matchConstraints: { resourceRules }, validations: [{ expression: `object.metadata.name != '${name}'` }] },
  });
  const spec = { policyName: name, validationActions: ['Deny'] };
  await server.mustCreate({ ...api, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec });
  const probe: Json = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  for (let attempt = 0; attempt < 300; attempt++) {
    const { status } = await server.create(probe, 'default', { dryRun: true });
    if (status !== CREATED) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the API server does not enforce new policies');
}

/** Who decided about a request. */
export type Decision = 'admitted' | 'refused by the policy' | 'refused by the API server itself' | 'not served by this API server';

export function decisionOf({ status, body }: Answer, { prefix }: Pick<PolicedNamespace, 'prefix'>): Decision {
  // That an object is there already is found last, after every policy was asked.
  if (status < 300 || status === ALREADY_THERE) return 'admitted';
  if (status === 404) return 'not served by this API server';
  return String(body.message).includes(`ValidatingAdmissionPolicy '${prefix}-`)
    ? 'refused by the policy'
    : 'refused by the API server itself';
}

/** The controls that warnings are about. */
export function warnedControls({ warnings }: Answer): readonly string[] {
  return warnings.flatMap(
    (text) => /^Validation failed for ValidatingAdmissionPolicy '[^']*' with binding '[^']*': ([a-z0-9-]+) \(/.exec(text)?.[1] ?? [],
  );
}
