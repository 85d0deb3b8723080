import * as pulumi from '@pulumi/pulumi';
import { controlById } from '../../controls/catalogue';
import { INEXPRESSIBLE } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';
import type { HardenedArgs } from './harden-args';
import { stops } from './harden-args';

/** What no type of resource can say is said once in a program, not once for each resource. */
const saidOfTypes = new Set<string>();

/** What there is to say about a resource that does not stop its deployment; each thing once. */
export class Advice {
  private readonly said = new Set<string>();
  private readonly unknown = new Set<string>();
  private readonly lines: string[] = [];
  private place: { readonly resource: pulumi.Resource | undefined } | undefined;

  public constructor(
    private readonly title: string,
    private readonly name: string,
  ) {}

  /** Takes what one judgement found. */
  public add({ findings, waiverProblems, malformed }: Pick<HardenedArgs, 'findings' | 'waiverProblems' | 'malformed'>): void {
    this.unknown.clear();
    for (const finding of findings) this.take(finding);
    for (const { message } of waiverProblems) this.line(message, message);
    for (const message of malformed) this.line(message, `not judged: ${message}`);
    this.flush();
  }

  /** Says one thing more, if there is one. */
  public say(text: string | undefined): void {
    if (text === undefined) return;
    this.line(text, text);
    this.flush();
  }

  /** Says it, now and from now on, with the resource as its place; a transform has none yet. */
  public about(resource: pulumi.Resource | undefined): void {
    this.place = { resource };
    this.flush();
  }

  /** Says what is still unknown once everything has settled. */
  public sayPending(): void {
    if (this.unknown.size === 0) return;
    const controls = [...this.unknown].join(', ');
    this.line('pending', `not judged yet, since values are not known before deployment: ${controls}`);
    this.flush();
  }

  private take(finding: Finding): void {
    const { control, verdict, actual, message, fix } = finding;
    if (stops(finding)) return;
    if (actual === INEXPRESSIBLE) {
      const words = fix.op === 'manual' ? fix.instructions : message;
      const key = `${this.title} ${control} ${words}`;
      if (saidOfTypes.has(key)) return;
      saidOfTypes.add(key);
      this.line(key, `${control}: ${words}`);
    } else if (verdict === 'unknown') this.unknown.add(control);
    else this.line(`${control} ${message}`, `${control}: ${message}. ${controlById(control).why}`);
  }

  private line(key: string, text: string): void {
    if (this.said.has(key)) return;
    this.said.add(key);
    this.lines.push(text);
  }

  private flush(): void {
    if (this.place === undefined || this.lines.length === 0) return;
    const lines = this.lines.splice(0).map((line) => `  ${line}`);
    void pulumi.log.warn([`${this.title} "${this.name}":`, ...lines].join('\n'), this.place.resource);
  }
}
