import { createColors } from 'picocolors';
import type { Severity } from '../controls/control';
import { describeResource, type Resource } from '../engine/resource';
import type { AuditResult, Place, PlacedError, PlacedFinding, PlacedProblem, PlacedWaiver } from './audit-result';
import { fixSentence } from './fix-sentence';
import { scorecard } from './scorecard';

export interface TextOptions {
  /** Whether to colour. Default: false. */
  readonly color?: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** The report for people, piece by piece: by file and object, each finding with its place, what is wrong and the fix; then the scorecard. */
export function* textReport(result: AuditResult, { color = false }: TextOptions = {}): Generator<string> {
  const colors = createColors(color);
  const { notes = [] } = result;
  let file: string | undefined;
  let resource: Resource | undefined;
  for (const each of result.findings) {
    if (each.place.file !== file) yield `${colors.bold(each.place.file === '-' ? 'standard input' : printable(each.place.file))}\n`;
    if (each.finding.resource !== resource) yield `  ${colors.bold(printable(describeResource(each.finding.resource)))}\n`;
    file = each.place.file;
    resource = each.finding.resource;
    yield findingText(each, colors);
  }
  if (result.waived.length > 0) yield `${colors.bold('Waived')}\n${result.waived.map(waiverText).join('')}\n`;
  if (result.waiverProblems.length > 0)
    yield `${colors.bold('Waivers to look after')}\n${result.waiverProblems.map(problemText).join('')}\n`;
  if (notes.length > 0) yield `${colors.bold('Not seen')}\n${notes.map((note) => `  ${printable(note)}\n`).join('')}\n`;
  yield `${scorecard(result)}\n`;
}

function waiverText({ finding, place, waiver }: PlacedWaiver): string {
  const ticket = waiver.ticket === undefined ? '' : `, ${waiver.ticket}`;
  const about = `  ${placeText(place)}  ${finding.control}  ${printable(describeResource(finding.resource))}\n`;
  return `${about}    until ${waiver.expires}${printable(ticket)}: ${printable(waiver.reason)}\n`;
}

function problemText({ problem, place }: PlacedProblem): string {
  return `  ${place === undefined ? '' : `${placeText(place)}  `}${printable(problem.message)}\n`;
}

function findingText({ finding, place }: PlacedFinding, colors: Colors): string {
  const { control, severity, level, container, message, fix } = finding;
  const about = container === undefined ? '' : `container ${container}: `;
  const advice = level === 'warn' ? ' (advice)' : '';
  return `    ${placeText(place)}  ${SEVERITY_COLOR[severity](colors)(severity)}${advice}  ${control}
      ${printable(about + message)}
      ${colors.green('fix:')} ${printable(fixSentence(fix))}

`;
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
