import { ApiObject } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import { isObject } from '../../controls/requirement';
import type { PodSubject } from '../../controls/requirement/subject';
import { TemperedError } from '../../errors';
import { isHardened } from '../hardening/object';
import { amendPod } from '../hardening/pod-fields';

/** The pod of a workload as it renders, for the code that writes one thing into it. */
export class WiredPod {
  public constructor(
    private readonly workload: AbstractPod,
    /** What is written, for messages: `the sandbox gvisor`. */
    private readonly what: string,
    private readonly pod: PodSubject,
  ) {}

  /** The spec, to read. */
  public get spec(): PodSubject['spec'] {
    return this.pod.spec;
  }

  /** Names of all containers, those that run first included. */
  public get containerNames(): readonly string[] {
    const { initContainers, containers } = this.spec;
    return [initContainers, containers].flatMap((list) =>
      Array.isArray(list) ? list.flatMap((each) => (isObject(each) ? [String(each.name)] : [])) : [],
    );
  }

  /** Writes a field of the pod spec. */
  public write(field: string, value: unknown): void {
    this.writeInto(this.spec, field, value, `spec.${field}`);
  }

  /** Writes a field of the security context of the pod. */
  public writeSecurity(field: string, value: unknown): void {
    if (!isObject(this.spec.securityContext)) Object.assign(this.spec, { securityContext: {} });
    this.writeInto(this.spec.securityContext, field, value, `spec.securityContext.${field}`);
  }

  /** Writes an annotation of the pod. */
  public annotate(key: string, value: string): void {
    if (!isObject(this.pod.metadata.annotations)) Object.assign(this.pod.metadata, { annotations: {} });
    this.writeInto(this.pod.metadata.annotations, key, value, `metadata.annotations[${key}]`);
  }

  /** The error that ends the synthesis. */
  public refuse(wrong: string, hint: string): never {
    throw new TemperedError('unfit-pod', `${this.workload.node.path}: ${this.what} cannot be given to this pod: ${wrong}`, { hint });
  }

  private writeInto(holder: object, field: string, value: unknown, at: string): void {
    const present: unknown = Reflect.get(holder, field);
    if (present !== undefined && JSON.stringify(present) !== JSON.stringify(value))
      this.refuse(`${at} is ${JSON.stringify(present)} already`, 'A pod has one of each: keep one of the two.');
    Object.assign(holder, { [field]: value });
  }
}

/**
 * Has the pod of a workload written to each time it renders.
 *
 * Of a workload that is not hardened nothing of ours is asked when it renders. It may still become so, hence it is the validation of
 * the app that says it.
 */
export function wire(workload: AbstractPod, what: string, write: (pod: WiredPod) => void): void {
  amendPod(workload, (subject) => {
    const pod = new WiredPod(workload, what, subject);
    if (isObject(pod.spec.os) && pod.spec.os.name === 'windows') pod.refuse('its nodes are Windows', 'Leave it out, or write os: "linux".');
    write(pod);
  });
  workload.node.addValidation({
    validate: () =>
      isHardened(ApiObject.of(workload))
        ? []
        : [
            `${workload.node.path}: ${what} does not reach this pod, since the workload is not hardened; make it with the class of tempered/kubernetes, or give its chart a profile: restricted.applyTo(chart)`,
          ],
  });
}
