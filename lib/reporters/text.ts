import { createColors } from 'picocolors';
import type { Severity } from '../controls/control';
import { describeResource, type Resource } from '../engine/resource';
import type { AuditResult, Place, PlacedError, PlacedFinding } from './audit-result';
import { fixSentence } from './fix-sentence';
import { scorecard } from './scorecard';

export interface TextOptions {
  /** Whether to colour. Default: false. */
  readonly color?: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** The report for people: by file and object, each finding with its place, what is wrong and the fix; then the scorecard. */
export function textReport(result: AuditResult, { color = false }: TextOptions = {}): string {
  const colors = createColors(color);
  const lines: string[] = [];
  let file: string | undefined;
  let resource: Resource | undefined;
  for (const each of result.findings) {
    if (each.place.file !== file) lines.push(colors.bold(printable(each.place.file === '-' ? 'standard input' : each.place.file)));
    if (each.finding.resource !== resource) lines.push(`  ${colors.bold(printable(describeResource(each.finding.resource)))}`);
    file = each.place.file;
    resource = each.finding.resource;
    lines.push(...findingLines(each, colors), '');
  }
  if (result.waived.length > 0) {
    lines.push(colors.bold('Waived'));
    for (const { finding, place, waiver } of result.waived) {
      const ticket = waiver.ticket === undefined ? '' : `, ${waiver.ticket}`;
      lines.push(`  ${placeText(place)}  ${finding.control}  ${printable(describeResource(finding.resource))}`);
      lines.push(`    until ${waiver.expires}${printable(ticket)}: ${printable(waiver.reason)}`);
    }
    lines.push('');
  }
  if (result.waiverProblems.length > 0) {
    lines.push(colors.bold('Waivers to look after'));
    for (const { problem, place } of result.waiverProblems)
      lines.push(`  ${place === undefined ? '' : `${placeText(place)}  `}${printable(problem.message)}`);
    lines.push('');
  }
  lines.push(scorecard(result));
  return `${lines.join('\n')}\n`;
}

function findingLines({ finding, place }: PlacedFinding, colors: Colors): readonly string[] {
  const { control, severity, level, container, message, fix } = finding;
  const about = container === undefined ? '' : `container ${container}: `;
  return [
    `    ${placeText(place)}  ${SEVERITY_COLOR[severity](colors)(severity)}${level === 'warn' ? ' (advice)' : ''}  ${control}`,
    `      ${printable(about + message)}`,
    `      ${colors.green('fix:')} ${printable(fixSentence(fix))}`,
  ];
}

const SEVERITY_COLOR: Readonly<Record<Severity, (colors: Colors) => (text: string) => string>> = {
  critical:
    ({ bgRed, white, bold }) =>
    (text) =>
      bgRed(white(bold(text))),
  high: ({ red }) => red,
  medium: ({ yellow }) => yellow,
  low: ({ cyan }) => cyan,
};

/** What could not be read, a line each: `file:line:column: message`. */
export function errorLines(errors: readonly PlacedError[]): string {
  return errors.map((error) => `${placeText(error)}: ${printable(error.message)}\n`).join('');
}

/** `file:line:column`, which terminals and editors open. */
export function placeText({ file, line, column }: Place): string {
  return `${printable(file)}:${line}:${column}`;
}

/** Text of a manifest without what would steer the reader's terminal or look like lines of the report. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
