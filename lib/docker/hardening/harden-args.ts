import { canonicalCapability } from '../../containers/pulumi';
import { formatPath, type Json, listOf, type Neighbours, type Path, type WrittenForm } from '../../controls/requirement';
import { applyEdit, type Edit, isEdit, valueAt } from '../../engine/apply-fix';
import { audit } from '../../engine/audit';
import { copyOf } from '../../engine/copy';
import type { Finding } from '../../engine/finding';
import { harden } from '../../engine/harden';
import type { Report } from '../../engine/report';
import { type Resource, resource } from '../../engine/resource';
import { type Waiver, waiverAnnotation } from '../../engine/waiver';
import type { Profile } from '../../profiles/profile';
import { restricted as defaultProfile } from '../../profiles/restricted';
import { addBackLowPorts, type Completion, complete } from './complete-container';
import { type ResourceKind, resourceKind } from './resource-kinds';
import { isSecret, withMarks } from './secret-marks';

/** What `hardenArgs` is told beside the arguments. */
export interface HardenArgsOptions extends Completion {
  /**
   * The name of the resource, for messages.
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Which controls are asked, and how a finding counts.
   *
   * @default restricted
   */
  readonly profile?: Profile;
  /**
   * Risks that are taken. They are written into the labels of the resource, where an audit of the running engine finds them.
   *
   * @default - those that the labels hold already
   */
  readonly waivers?: readonly Waiver[];
  /**
   * Also changes what somebody wrote.
   *
   * @default false, only what is absent is filled in
   */
  readonly override?: boolean;
  /**
   * Where values stand that their author marks as secret.
   *
   * @default - none
   */
  readonly secrets?: readonly Path[];
  /**
   * What else is known to exist: the networks, the daemon.
   *
   * @default - nothing
   */
  readonly neighbours?: Neighbours;
}

/** Hardened arguments, and what there is to say about them. Paths and fixes speak of the arguments. */
export interface HardenedArgs extends Pick<Report, 'findings' | 'waived' | 'waiverProblems'> {
  /** A fresh copy; what was given is untouched. */
  readonly props: Json;
  /** What was filled in, in order. Applied to what was given, they make `props`, but for the spelling of capabilities. */
  readonly edits: readonly Edit[];
  /** Shapes that the resource cannot have, each as a sentence: what lies below was not judged. */
  readonly malformed: readonly string[];
}

/** One fill-in may ask for another; two rounds are enough in practice. */
const MAX_ROUNDS = 4;

/**
 * Hardens the arguments of a resource of @pulumi/docker: pure, and idempotent. A value that is not known yet is `UNKNOWN`; what is
 * written is never changed, but for the spelling of capabilities: the engine has one of its own, and any other is a change at each
 * `up`. Arguments of a type that is not judged come back as they are.
 *
 * @param type the token of the type: `docker:index/container:Container`
 */
export function hardenArgs(type: string, props: Json, options: HardenArgsOptions = {}): HardenedArgs {
  const kind = resourceKind(type);
  if (kind === undefined) return { props, edits: [], malformed: [], findings: [], waived: [], waiverProblems: [] };
  const profile = options.profile ?? defaultProfile;
  const evaluation = { profile, ...(options.neighbours !== undefined && { neighbours: options.neighbours }) };
  const args = canonical(kind, props);
  const edits = [...writeWaivers(kind, args, options.waivers ?? [])];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { object, written } = normalised(kind, args, options);
    const completed = object.kind === 'Container' ? complete(object as never, options) : object;
    const { resource: hardened } = harden(resource(completed), { ...evaluation, override: options.override === true });
    const after = object.kind === 'Container' ? addBackLowPorts(object, hardened.object) : hardened.object;
    const done = writeBack(args, written, object, after);
    if (done.length === 0) break;
    edits.push(...done);
  }
  const { findings, waived, waiverProblems, malformed } = audit([judged(kind, args, options)], evaluation);
  const sentences = malformed.map(
    ({ resource: { written }, observation: { path, expected } }) => `${formatPath(written?.pathOf(path) ?? path)} must be ${expected}`,
  );
  return {
    props: args,
    edits,
    malformed: sentences,
    findings: findings.map((finding) => inWordsOf(kind, finding)),
    waived,
    waiverProblems,
  };
}

function inWordsOf({ instead }: ResourceKind, finding: Finding): Finding {
  return instead === undefined || finding.fix.op !== 'manual' ? finding : { ...finding, fix: { op: 'manual', instructions: instead } };
}

/** The arguments as controls judge them; undefined for a type that is not judged. */
export function resourceOf(
  type: string,
  props: Json,
  options: Pick<HardenArgsOptions, 'name' | 'waivers' | 'secrets'> = {},
): Resource | undefined {
  const kind = resourceKind(type);
  return kind === undefined ? undefined : judged(kind, props, options);
}

function judged(kind: ResourceKind, args: Json, options: HardenArgsOptions): Resource {
  const { object, written } = normalised(kind, args, options);
  return resource(object, { from: 'construct', path: options.name ?? '' }, written);
}

/** The normal form, with the waivers that labels hold or that are to come there, and with what is marked as secret. */
function normalised(kind: ResourceKind, args: Json, { name = '', waivers = [], secrets = [] }: HardenArgsOptions) {
  const { object, written } = kind.normalise(name, args, annotationsOf(waivers));
  return { object: withMarks(object, (path) => isSecret(written.pathOf(path), secrets)), written };
}

function annotationsOf(waivers: readonly Waiver[]): Readonly<Record<string, string>> {
  const controls = [...new Set(waivers.map(({ control }) => control))];
  const annotations = controls.map((control) => waiverAnnotation(waivers.filter((each) => each.control === control)));
  return Object.fromEntries(annotations.map(({ key, value }) => [key, value]));
}

/** Writes the waivers where labels are a list, or absent. A list that is not known yet is completed when it is. */
function writeWaivers({ labels: places }: ResourceKind, args: Json, waivers: readonly Waiver[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [label, value] of Object.entries(annotationsOf(waivers))) {
    for (const path of places) {
      const list = listOf(valueAt(args, path));
      const index = list.findIndex((each) => each.label === label);
      if (list[index]?.value === value) continue;
      const edit: Edit =
        index < 0 ? { op: 'append', path, value: { label, value } } : { op: 'set', path: [...path, index, 'value'], value };
      if (applyEdit(args, edit)) edits.push(edit);
    }
  }
  return edits;
}

function writeBack(args: Json, written: WrittenForm, before: Json, after: Json): readonly Edit[] {
  const fixes = written.changes(before, after).flatMap((change) => change.fixes);
  return fixes.filter((fix): fix is Edit => isEdit(fix) && applyEdit(args, fix));
}

/** A copy whose capabilities are spelt as the engine stores them. */
function canonical({ capabilities }: ResourceKind, props: Json): Json {
  const args = copyOf(props);
  for (const path of capabilities) {
    const list = valueAt(args, path);
    if (!Array.isArray(list)) continue;
    list.forEach((name: unknown, index) => {
      if (typeof name === 'string') list[index] = canonicalCapability(name);
    });
  }
  return args;
}

/** Whether the finding stops a deployment: advice and what is not known yet do not. */
export function stops({ level, verdict }: Finding): boolean {
  return level === 'fail' && verdict === 'fail';
}
