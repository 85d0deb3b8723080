import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { controlById } from '../../controls/catalogue';
import type { Finding } from '../../engine/finding';
import type { WaiverProblem } from '../../engine/waiver';
import { unusedTreeWaivers } from './waiver-use';

/** What synthesis has to say that does not fail it. */
export interface Advice {
  /** What the profile marks as advice (level `warn`), for a reader to decide. */
  readonly findings: readonly Finding[];
  /** Waivers that have expired, hide nothing, or are not allowed by the profile. */
  readonly waiverProblems: readonly WaiverProblem[];
  /** Shapes that no object of Kubernetes can have, each as a sentence: what lies below was not judged. */
  readonly malformed: readonly string[];
}

/**
 * The advice on all objects below a construct that have been rendered so far.
 *
 * @example
 * ```ts
 * app.synth();
 * for (const { control, message } of adviceOn(app).findings) console.log(control, message);
 * ```
 */
export function adviceOn(scope: IConstruct): Advice {
  const findings: Finding[] = [];
  const waiverProblems: WaiverProblem[] = [];
  const malformed: string[] = [];
  for (const [object, advice] of adviceByRoot.get(scope.node.root)?.byObject ?? []) {
    if (!object.node.scopes.includes(scope)) continue;
    findings.push(...advice.findings);
    waiverProblems.push(...advice.waiverProblems);
    malformed.push(...advice.malformed);
  }
  waiverProblems.push(...unusedTreeWaivers(scope));
  return { findings, waiverProblems, malformed };
}

const adviceByRoot = new WeakMap<IConstruct, TreeAdvice>();

/** Keeps the advice on an object. A later rendering of the object replaces it. */
export function recordAdvice(object: ApiObject, advice: Advice): void {
  const { root } = object.node;
  let tree = adviceByRoot.get(root);
  if (tree === undefined) {
    tree = new TreeAdvice(root);
    adviceByRoot.set(root, tree);
  }
  tree.record(object, advice);
}

/** The name of our warnings, for `node --disable-warning=TemperedAdvice`. */
const WARNING = 'TemperedAdvice';
const NAMED_PLACES = 5;

/** The advice on one tree, said once each when the synthesis is over. */
class TreeAdvice {
  public readonly byObject = new Map<ApiObject, Advice>();
  private readonly said = new Set<string>();
  private scheduled = false;

  public constructor(private readonly root: IConstruct) {}

  public record(object: ApiObject, advice: Advice): void {
    if (Object.values(advice).every((list) => list.length === 0)) this.byObject.delete(object);
    else this.byObject.set(object, advice);
    if (this.scheduled) return;
    this.scheduled = true;
    // Synthesis is synchronous: by then it is over, whoever ran it, and what an app says a hundred times can be said as one.
    process.nextTick(() => {
      this.scheduled = false;
      this.say();
    });
  }

  private say(): void {
    const { findings, waiverProblems, malformed } = adviceOn(this.root);
    const byControl = new Map<string, string[]>();
    for (const { control, message, resource } of findings) {
      const path = resource.origin.from === 'construct' ? resource.origin.path : resource.name;
      const place = `${path}: ${message}`;
      if (this.isNew(`${control} ${place}`)) byControl.set(control, [...(byControl.get(control) ?? []), place]);
    }
    for (const [control, places] of byControl) process.emitWarning(about(control, places), WARNING, `tempered-${control}`);
    for (const { control, message } of waiverProblems) {
      if (this.isNew(message)) process.emitWarning(message, WARNING, `tempered-waiver-${control}`);
    }
    for (const message of malformed) if (this.isNew(message)) process.emitWarning(message, WARNING, 'tempered-malformed');
  }

  private isNew(text: string): boolean {
    return !this.said.has(text) && this.said.add(text) !== undefined;
  }
}

function about(control: string, places: readonly string[]): string {
  const { title, why } = controlById(control);
  const more = places.length > NAMED_PLACES ? [`and ${places.length - NAMED_PLACES} more`] : [];
  return [`${title}. ${why}`, ...places.slice(0, NAMED_PLACES), ...more].join('\n  ');
}
