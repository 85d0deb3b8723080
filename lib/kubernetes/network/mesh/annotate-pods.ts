import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isObject, type Json, podsOf } from '../../../controls/requirement';
import { renderRaw } from '../../hardening/raw';
import { constructError } from '../../secrets/construct-error';

/** What a dialect writes on the pods that it isolates. */
export type PodAnnotations = Readonly<Record<string, string>>;

/** What tells a workload of cdk8s-plus, of whichever version. */
interface PlusWorkload extends IConstruct {
  readonly podMetadata: { toJson(): unknown; addAnnotation(key: string, value: string): void };
}

/**
 * Gives the pods of a workload annotations that its policies count on. What is there already and says the same stays.
 *
 * @param workload one of cdk8s-plus, or the object that holds the pods
 * @throws a TemperedError `unfit-pod` where an annotation says something else
 */
export function annotatePods(workload: IConstruct, annotations: PodAnnotations): void {
  const wanted = Object.entries(annotations);
  if (isPlusWorkload(workload)) {
    const metadata: unknown = workload.podMetadata.toJson();
    for (const [key, value] of missing(workload, isObject(metadata) ? metadata : {}, wanted))
      workload.podMetadata.addAnnotation(key, value);
  } else if (ApiObject.isApiObject(workload)) annotateTemplates(workload, wanted);
}

function isPlusWorkload(construct: IConstruct): construct is PlusWorkload {
  return 'podMetadata' in construct;
}

function annotateTemplates(object: ApiObject, wanted: readonly (readonly [string, string])[]): void {
  const json = renderRaw(object);
  if (!isObject(json)) return;
  const group = object.apiVersion.includes('/') ? object.apiGroup : '';
  for (const { metadata, at } of podsOf(group, object.kind, json).pods) {
    const left = missing(object, metadata, wanted);
    const pointer = ['', ...at, 'metadata', 'annotations'].join('/');
    if (left.length > 0 && !isObject(metadata.annotations)) object.addJsonPatch(JsonPatch.add(pointer, Object.fromEntries(left)));
    else for (const [key, value] of left) object.addJsonPatch(JsonPatch.add(`${pointer}/${escaped(key)}`, value));
  }
}

function missing(
  workload: IConstruct,
  { annotations }: Json,
  wanted: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const present: Json = isObject(annotations) ? annotations : {};
  return wanted.filter(([key, value]) => {
    if (present[key] === undefined) return true;
    if (present[key] === value) return false;
    throw constructError(
      'unfit-pod',
      workload,
      '',
      `its pods say ${key}: ${present[key]}, and the policies of its network need ${value}`,
      'leave the annotation out: the policies say who comes in',
    );
  });
}

/** A key in a JSON Pointer (RFC 6901, section 3). */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
