import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isObject } from '../../controls/requirement';
import { podsOf } from '../../controls/requirement/pods';
import type { PodSubject } from '../../controls/requirement/subject';
import type { Resource } from '../../engine/resource';

/** Fields of a pod spec that cdk8s-plus has no options for, by the names that Kubernetes gives them. */
export type PodFields = Readonly<Record<string, unknown>>;

const fieldsOf = new WeakMap<IConstruct, PodFields>();

/** Has the fields written into the pod spec that the workload renders. */
export function setPodFields(workload: IConstruct, fields: PodFields): void {
  fieldsOf.set(workload, fields);
}

/** Writes into the rendered pod of a workload what depends on all else that it says, or refuses it with an error. */
export type PodAmendment = (pod: PodSubject) => void;

const amendmentsOf = new WeakMap<IConstruct, PodAmendment[]>();

/** Has the pod of the workload amended each time it renders, after its fields are written and before it is hardened. */
export function amendPod(workload: IConstruct, amendment: PodAmendment): void {
  amendmentsOf.set(workload, [...(amendmentsOf.get(workload) ?? []), amendment]);
}

/**
 * Writes the fields of the workload that renders the object, if it has any. The object is changed in place: it is one that we
 * were just given.
 */
export function writePodFields(object: ApiObject, { group, kind, object: json }: Resource): void {
  const workload = object.node.scope;
  if (workload === undefined) return;
  const fields = fieldsOf.get(workload);
  const amendments = amendmentsOf.get(workload) ?? [];
  if (fields === undefined && amendments.length === 0) return;
  for (const pod of podsOf(group, kind, json).pods) {
    if (fields !== undefined) Object.assign(pod.spec, structuredClone(fields));
    if (isObject(fields?.os) && fields.os.name === 'windows') leaveOutLinux(pod.spec);
    for (const amend of amendments) amend(pod);
  }
}

/** What cdk8s-plus writes for Linux whether asked or not, and an API server refuses for Windows. */
const LINUX_DEFAULTS: PodFields = {
  allowPrivilegeEscalation: false,
  fsGroupChangePolicy: 'Always',
  privileged: false,
  readOnlyRootFilesystem: true,
};

function leaveOutLinux(spec: Readonly<Record<string, unknown>>): void {
  const containers = [spec.containers, spec.initContainers].flatMap((list) => (Array.isArray(list) ? list : []));
  for (const holder of [spec, ...containers]) {
    const context: unknown = isObject(holder) ? holder.securityContext : undefined;
    if (!isObject(context)) continue;
    for (const [field, value] of Object.entries(LINUX_DEFAULTS)) if (context[field] === value) Reflect.deleteProperty(context, field);
  }
}
