import { control } from '../control';
import type { Dockerfile } from '../docker/dockerfile';
import { type CommandComplaint, everyCommandIn } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';
import { pairsOf } from './reading/pairs';
import { allInstructions, finalIndex, lineage } from './reading/stages';
import { type PackageCall, packageCall } from './shell/packages';
import { hasOption } from './shell/program';
import { type RunSummary, runSummary } from './shell/run-summary';

/** A call, and what is known where it stands. */
interface Place {
  readonly call: PackageCall;
  readonly run: RunSummary;
  readonly mounts: readonly string[];
  readonly file: FileSettings;
  /** Its layer is in the final image. */
  readonly shipped: boolean;
}

/** What the file settles for every call. */
interface FileSettings {
  readonly noRecommends: boolean;
  readonly pipNoCache: boolean;
}

const NO_RECOMMENDS = /APT::Install-Recommends[\s"=]+(0|no|false|off)/i;

function settingsOf(dockerfile: Dockerfile): FileSettings {
  const all = allInstructions(dockerfile).map(({ instruction }) => instruction);
  return {
    noRecommends: all.some(({ text, heredocs = [] }) =>
      [text, ...heredocs.map(({ content }) => content)].some((each) => NO_RECOMMENDS.test(each)),
    ),
    pipNoCache: all.some(
      (each) =>
        (each.keyword === 'ENV' || each.keyword === 'ARG') &&
        pairsOf(each.keyword, argumentsOf(each).body, dockerfile.escape).some(
          ({ name, value }) => name === 'PIP_NO_CACHE_DIR' && !/^(|0|no|off|false)$/i.test(value ?? ''),
        ),
    ),
  };
}

/** A cache or tmpfs is mounted there, so that nothing of it stays in the layer. */
function mounted({ mounts }: Place, folder: RegExp): boolean {
  return mounts.some((mount) => /type=(cache|tmpfs)/.test(mount) && folder.test(mount));
}

/** The same `RUN` removes the folder, or tells the manager to clean up. */
function gone({ run, call }: Place, folder: RegExp, ...verbs: readonly string[]): boolean {
  return folder.test(run.removed) || verbs.some((verb) => run.verbs.has(`${call.manager} ${verb}`));
}

/** A flag that is missing after the verb. */
function withFlag({ call }: Place, flag: string): CommandComplaint {
  const at = call.verbWord?.end ?? 0;
  return {
    actual: `${call.program} ${call.verb}`,
    expected: `with \`${flag}\``,
    instructions: `Add \`${flag}\`.`,
    changes: [{ start: at, end: at, text: ` ${flag}` }],
  };
}

function cleaning({ call }: Place, how: string): CommandComplaint {
  return {
    actual: `${call.program} ${call.verb}`,
    expected: `followed by \`${how}\` in the same RUN`,
    instructions: `Add \`&& ${how}\` to the same RUN, or mount a cache there: what a later layer removes is still in the image.`,
  };
}

function apt(place: Place): CommandComplaint | undefined {
  const { call, run, file, shipped } = place;
  const settled =
    file.noRecommends ||
    hasOption(call.options, '--no-install-recommends', '--without-recommends') ||
    call.options.some(({ value }) => NO_RECOMMENDS.test(value));
  if (!settled) return withFlag(place, call.program === 'aptitude' ? '--without-recommends' : '--no-install-recommends');
  // Without an update the lists are those of another layer.
  if (!run.refreshes || !shipped || mounted(place, /\/var\/lib(\/apt|,|$)/)) return undefined;
  return gone(place, /^\/var\/lib\/apt(\/|$)/m, 'distclean', 'dist-clean') ? undefined : cleaning(place, 'rm -rf /var/lib/apt/lists/*');
}

function apk(place: Place): CommandComplaint | undefined {
  if (hasOption(place.call.options, '--no-cache') || mounted(place, /\/var\/cache|\/etc\/apk\/cache/)) return undefined;
  return gone(place, /^\/var\/cache(\/apk|\/\*|\/?$)/m) ? undefined : withFlag(place, '--no-cache');
}

function pip(place: Place): CommandComplaint | undefined {
  const { call, file } = place;
  if (call.program === 'uv pip' || call.program === 'pipx') return undefined;
  if (file.pipNoCache || hasOption(call.options, '--no-cache-dir') || mounted(place, /pip|\.cache|target=\/root(,|$)/)) return undefined;
  return gone(place, /\.cache(\/pip)?(\/\*?)?$/m, 'cache') ? undefined : withFlag(place, '--no-cache-dir');
}

function rpm(place: Place): CommandComplaint | undefined {
  const { call, shipped } = place;
  if (!shipped || mounted(place, /\/var\/cache/) || gone(place, /^\/var\/cache(\/|$)/m, 'clean', 'cc')) return undefined;
  return cleaning(place, call.manager === 'zypper' ? 'zypper clean --all' : `${call.program} clean all`);
}

/** What each manager leaves in the layer. */
const LEFTOVERS: Partial<Record<PackageCall['manager'], (place: Place) => CommandComplaint | undefined>> = {
  apt,
  apk,
  pip,
  yum: rpm,
  zypper: rpm,
};

export const dockerfileMinimalPackages = control({
  id: 'dockerfile-minimal-packages',
  family: 'dockerfile',
  title: 'Install the minimum',
  severity: 'low',
  why: 'Each package that nothing needs brings programs that an intruder can use and vulnerabilities that somebody must follow.',
  references: { cisDocker: ['4.3'] },
  counterparts: {
    trivy: ['DS-0029', 'DS-0015', 'DS-0019', 'DS-0020', 'DS-0025', 'DS-0027'],
    dockerBench: ['4.3'],
    hadolint: ['DL3009', 'DL3015', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042'],
  },
  notes:
    'Lists and caches are asked about only where their layer is in the final image; a mounted cache leaves nothing behind. The repair adds flags; a missing clean-up is left to a person.',
  require: everyCommandIn('in every RUN, packages installed without recommended ones, lists and caches', (dockerfile) => {
    const file = settingsOf(dockerfile);
    const inImage = new Set(lineage(dockerfile, finalIndex(dockerfile)));
    return (command, all, { instruction, stage }) => {
      const call = packageCall(command);
      if (call?.installs !== true) return undefined;
      const mounts = flagValues(argumentsOf(instruction), 'mount');
      return LEFTOVERS[call.manager]?.({ call, run: runSummary(all), mounts, file, shipped: inImage.has(stage) });
    };
  }),
  examples: {
    pass: [
      {
        because: 'neither recommended packages nor lists stay',
        object: dockerfile(
          'FROM debian:12',
          'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*',
        ),
      },
      { because: 'apk keeps no cache', object: dockerfile('FROM alpine:3.20', 'RUN apk add --no-cache curl') },
      {
        because: 'the cache of pip is mounted',
        object: dockerfile('FROM python:3.13', 'RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt'),
      },
      {
        because: 'the environment says it for every pip',
        object: dockerfile('FROM python:3.13', 'ENV PIP_NO_CACHE_DIR=1', 'RUN pip install -r requirements.txt'),
      },
    ],
    fail: [
      {
        because: 'recommended packages come along',
        object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*'),
      },
      {
        because: 'the lists stay in the layer',
        object: dockerfile('FROM debian:12', 'RUN apt-get update && apt-get install -y --no-install-recommends curl'),
      },
      { because: 'apk keeps its index', object: dockerfile('FROM alpine:3.20', 'RUN apk add curl') },
      { because: 'pip keeps what it downloaded', object: dockerfile('FROM python:3.13', 'RUN python -m pip install -r requirements.txt') },
      { because: 'dnf keeps its metadata', object: dockerfile('FROM fedora:42', 'RUN dnf install -y curl') },
    ],
  },
});
