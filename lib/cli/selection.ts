import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ExternalWaiver } from '../engine/audit';
import { isDay } from '../engine/waiver';
import { TemperedError } from '../errors';
import { profileByName, restricted } from '../profiles';
import type { Profile } from '../profiles/profile';
import { isProfilePath, readProfileFile } from '../profiles/profile-file';
import { kubernetesMinor } from './kubernetes-version';
import { list } from './nearest';

/** What is asked, of which version of Kubernetes. */
export interface Selection {
  readonly profile: Profile;
  /** Waivers that stand in the profile's file. */
  readonly waivers: readonly ExternalWaiver[];
  readonly minor: number;
}

/** The options as commander gives them. */
export interface SelectionFlags {
  readonly profile?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly kubernetesVersion?: string;
}

/** Taken without being named where it lies in the current folder, as other tools take theirs. */
const PROFILE_FILE = 'tempered.yaml';

export function addProfileOption(command: Command): Command {
  return command.option(
    '-p, --profile <name|file>',
    `what is asked: a profile by name, or a file (default: ./${PROFILE_FILE} where there is one, else restricted)`,
  );
}

export function addSelectionOptions(command: Command): Command {
  return addProfileOption(command)
    .option('--only <ids>', 'ask these controls only, separated by commas', list)
    .option('--skip <ids>', 'leave these controls out', list)
    .option('--kubernetes-version <version>', 'version of the cluster, v1.28 or latest (default: latest)');
}

/** Finds the profile and narrows it. Throws a TemperedError that names the nearest profile or control. */
export function selectionOf({ profile: named, only, skip, kubernetesVersion }: SelectionFlags): Selection {
  checkToday(process.env.TEMPERED_TODAY);
  const { profile, waivers } = profileOf(named);
  const narrowed = only === undefined && skip === undefined ? profile : profile.narrowed({ only, skip });
  if (narrowed !== profile && narrowed.entries().next().done === true)
    throw new TemperedError('nothing-asked', `--only and --skip leave no control of the profile ${profile.name} to ask`);
  return {
    profile: narrowed,
    // A waiver of what is not asked would look as if it were of no use.
    waivers: waivers.filter(({ control }) => narrowed.entry(control) !== undefined),
    minor: kubernetesMinor(kubernetesVersion ?? 'latest'),
  };
}

function profileOf(named: string | undefined): Pick<Selection, 'profile' | 'waivers'> {
  if (named === undefined) return existsSync(PROFILE_FILE) ? readProfileFile(PROFILE_FILE) : { profile: restricted, waivers: [] };
  if (isProfilePath(named)) return readProfileFile(named);
  return { profile: profileByName(named), waivers: [] };
}

function checkToday(day: string | undefined): void {
  if (day !== undefined && !isDay(day))
    throw new TemperedError('invalid-day', `TEMPERED_TODAY is "${day}"; it must be a day written YYYY-MM-DD`);
}
