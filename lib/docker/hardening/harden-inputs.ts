import * as pulumi from '@pulumi/pulumi';
import { type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { valueAt } from '../../engine/apply-fix';
import type { Finding } from '../../engine/finding';
import { restricted as defaultProfile } from '../../profiles/restricted';
import { InsecureResourceError } from '../insecure-resource-error';
import { Advice } from './advice';
import { concealed } from './concealed';
import { digestAdvice } from './digest-advice';
import { type HardenArgsOptions, type HardenedArgs, hardenArgs, resourceOf, stops } from './harden-args';
import { type Pending, type PlacedValue, settled, takeApart, withValues } from './outputs';
import { resourceKind } from './resource-kinds';
import { checkShapes } from './shapes';

/** Hardened inputs of a resource, and what is still to come. */
export interface HardenedInputs {
  /** What the resource is registered with. */
  readonly props: Json;
  /** Whether there is an output among them. */
  readonly isPending: boolean;
  /** Resolves when all that could be judged was judged; rejects with an `InsecureResourceError`. */
  readonly judged: Promise<void>;
  /** What there is to say about it. */
  readonly advice: Advice;
}

/** What hardening of inputs is told. */
export interface HardenInputsOptions extends HardenArgsOptions {
  readonly name: string;
}

/**
 * Hardens the inputs of a resource, outputs among them. What is plain is judged at once. An output stays where it is and is completed
 * as soon as it resolves; once all have settled, everything is judged together.
 *
 * @throws an InsecureResourceError with all findings of what is written plainly
 */
export function hardenInputs(type: string, inputs: object, options: HardenInputsOptions): HardenedInputs {
  const { plain, pending, opaque } = takeApart(inputs);
  checkShapes(type, resourceKind(type)?.title ?? type, options.name, plain);
  const first = hardenArgs(type, plain, options);
  refuse(type, plain, first, options);
  const advice = new Advice(resourceKind(type)?.title ?? type, options.name);
  advice.add(first);
  advice.say(digestAdvice(imageOf(type, first.props)));
  const resolved: PlacedValue[] = [];
  const late = pending.map(({ path, output }) => ({
    path,
    value: output.apply((value) => {
      resolved.push({ path, value });
      return valueAt(hardenArgs(type, withValues(first.props, [{ path, value }]), options).props, path);
    }),
  }));
  const known = byImage(type, plain, pending, options);
  return {
    props: withValues(first.props, [...opaque, ...late, ...known.late]),
    isPending: pending.length > 0,
    judged: judgeTogether(type, first.props, { pending, late, resolved, ofImage: known.values }, options, advice),
    advice,
  };
}

/** What depends on which image a container runs: the folders that it is known to write to, and how it is asked for its health. */
const BY_IMAGE = ['tmpfs', 'healthcheck'] as const;

interface ByImage {
  readonly late: readonly PlacedValue[];
  /** The same of an image that is known by now. */
  readonly values: (resolved: readonly PlacedValue[]) => readonly PlacedValue[];
}

/** What an image that is an output decides is an output, too. What the program has an output for itself is completed there. */
function byImage(type: string, plain: Json, pending: readonly Pending[], options: HardenInputsOptions): ByImage {
  const image =
    type === 'docker:index/container:Container' ? pending.find(({ path }) => path.length === 1 && path[0] === 'image') : undefined;
  if (image === undefined) return { late: [], values: () => [] };
  const { path, output } = image;
  const keys = BY_IMAGE.filter((key) => !pending.some((each) => each.path[0] === key));
  const completed = (value: unknown) => hardenArgs(type, withValues(plain, [{ path, value }]), options).props;
  return {
    late: keys.map((key) => ({ path: [key], value: output.apply((value) => completed(value)[key] as unknown) })),
    values(resolved) {
      const found = resolved.find((each) => each.path === path);
      if (found === undefined) return [];
      const props = completed(found.value);
      return keys.flatMap((key) => (props[key] === undefined ? [] : [{ path: [key], value: props[key] as unknown }]));
    },
  };
}

interface Outputs {
  readonly ofImage: ByImage['values'];
  readonly pending: readonly Pending[];
  readonly late: readonly { readonly value: pulumi.Output<unknown> }[];
  /** Filled as they resolve: in a preview perhaps never. */
  readonly resolved: readonly PlacedValue[];
}

/** What is not known in a preview stays unknown there, is said, and is judged when it is deployed. */
async function judgeTogether(type: string, plain: Json, outputs: Outputs, options: HardenInputsOptions, advice: Advice): Promise<void> {
  const { pending, late, resolved, ofImage } = outputs;
  if (pending.length === 0) return;
  await Promise.all(late.map(({ value }) => settled(value)));
  // Whether it is secret is known of an output whose value is not.
  const flags = await Promise.all(pending.map(({ output }) => pulumi.isSecret(output)));
  const secrets = pending.filter((_each, index) => flags[index]).map(({ path }) => path);
  const given = withValues(plain, [...resolved, ...ofImage(resolved)]);
  const hardened = hardenArgs(type, given, { ...options, secrets });
  refuse(type, given, hardened, { ...options, secrets });
  advice.add({ ...hardened, findings: hardened.findings.map((finding) => concealed(finding, secrets)) });
  advice.say(digestAdvice(imageOf(type, hardened.props)));
  if (resolved.length < pending.length) advice.sayPending();
}

/** The image that a container runs; undefined for what is none. */
function imageOf(type: string, props: Json): unknown {
  const object = resourceOf(type, props)?.object;
  return object?.kind === 'Container' ? object.image : undefined;
}

/** @throws an InsecureResourceError where something stops the deployment; it shows nothing of what is secret */
function refuse(type: string, props: Json, { findings, waiverProblems }: HardenedArgs, options: HardenInputsOptions): void {
  const failures = findings.filter(stops).map((finding: Finding) => concealed(finding, options.secrets ?? []));
  if (failures.length === 0) return;
  throw new InsecureResourceError({
    title: resourceKind(type)?.title ?? type,
    name: options.name,
    props: withoutSecrets(props, options.secrets ?? []),
    profile: options.profile ?? defaultProfile,
    findings: failures,
    waiverProblems,
  });
}

function withoutSecrets(props: Json, secrets: readonly Path[]): Json {
  return withValues(
    props,
    secrets.map((path) => ({ path, value: UNKNOWN })),
  );
}
