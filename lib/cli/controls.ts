import type { Command } from 'commander';
import { createColors } from 'picocolors';
import { CATALOGUE } from '../controls/catalogue';
import type { Control, Severity } from '../controls/control';
import type { Level, Profile } from '../profiles/profile';
import type { Format } from './audit';
import { wantsColor } from './color';
import type { Invocation } from './invocation';
import { oneOf } from './nearest';
import { addProfileOption, type SelectionFlags, selectionOf } from './selection';

const HELP = `
The level is what the profile says: fail, warn (advice), or - where it does not ask.

Examples:
  tempered controls
  tempered controls --profile pod-security-restricted
  tempered controls --format json`;

interface ControlsFlags extends Pick<SelectionFlags, 'profile'> {
  readonly format: Format;
}

export function defineControls(command: Command, { stdout, env }: Invocation): void {
  addProfileOption(command)
    .description('Lists all controls, with the level that a profile gives them.')
    .option('--format <format>', 'text or json', oneOf(['text', 'json']), 'text')
    .addHelpText('after', HELP)
    .action((flags: ControlsFlags) => {
      const { profile } = selectionOf(flags);
      const rows = CATALOGUE.map((control) => rowOf(control, profile));
      if (flags.format === 'json') stdout.write(`${JSON.stringify({ profile: profile.name, controls: rows }, undefined, 2)}\n`);
      else stdout.write(table(rows, profile, wantsColor(stdout, env)));
    });
}

interface Row extends Pick<Control, 'id' | 'family' | 'title' | 'why' | 'references' | 'counterparts'> {
  /** Under the profile. */
  readonly severity: Severity;
  readonly level: Level | 'off';
  readonly parameters: object;
}

function rowOf({ id, family, title, why, severity, parameters, references, counterparts }: Control, profile: Profile): Row {
  const entry = profile.entry(id);
  return {
    id,
    family,
    title,
    severity: entry?.severity ?? severity,
    level: entry?.level ?? 'off',
    why,
    parameters: { ...parameters, ...entry?.parameters },
    references,
    counterparts,
  };
}

function table(rows: readonly Row[], { name }: Profile, color: boolean): string {
  const { bold, dim } = createColors(color);
  const cells = rows.map(({ id, severity, level, family, title }) => [id, severity, level === 'off' ? '-' : level, family, title]);
  const head = ['control', 'severity', 'level', 'family', 'title'];
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const asked = rows.filter(({ level }) => level !== 'off').length;
  const body = cells.map((row) => (row[2] === '-' ? dim(line(row)) : line(row)));
  return `${[bold(line(head)), ...body, '', `${rows.length} controls, ${asked} of them asked by the profile ${name}`].join('\n')}\n`;
}
