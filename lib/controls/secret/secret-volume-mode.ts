import { windowsAlways } from '../conditions';
import { control } from '../control';
import { custom, type Emit, type Fix, isObject, type Json, listOf, type Path, UNKNOWN, unknown, unless } from '../requirement';

/** 0440 in decimal, as JSON has it. */
const OWNER_AND_GROUP_READ = 288;
const OTHERS_OR_GROUP_WRITE = 0o027;
const EXPECTED = 'set, with nothing for others and no write for the group (0440 or tighter)';

export const secretVolumeMode = control({
  id: 'secret-volume-mode',
  family: 'secret',
  title: 'Mount secret files unreadable for others',
  severity: 'low',
  why: 'By default every process of the container, whatever its user, reads the secret: a sidekick that an attacker took over as nobody does too.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions' },
  counterparts: {},
  notes:
    'Asked of volumes of type `secret`, and of projected ones with a Secret or a token in them; absent means 0644. The files belong to root and to the group of `fsGroup`: hardening writes 0440 only where that is set, since a program that is not root could read nothing otherwise. JSON has no octal numbers: 0440 is 288. Windows has no modes.',
  require: unless(
    windowsAlways,
    custom({
      reads: 'pod',
      evaluate({ pod }, emit) {
        if (pod === undefined) return false;
        const { volumes } = pod.spec;
        const at = [...pod.at, 'spec', 'volumes'];
        if (volumes === UNKNOWN) emit(unknown(at, EXPECTED));
        if (Array.isArray(volumes)) {
          const fsGroup: Path = [...pod.at, 'spec', 'securityContext', 'fsGroup'];
          const hasGroup = isObject(pod.spec.securityContext) && (pod.spec.securityContext.fsGroup ?? undefined) !== undefined;
          volumes.forEach((volume: unknown, index: number) => {
            if (isObject(volume)) judge(volume, [...at, index], { fsGroup, hasGroup }, emit);
          });
        }
        return true;
      },
      cel: {
        expression: `!has(variables.spec.volumes) || variables.spec.volumes.all(v, ${celOfVolume()})`,
        offenders: `!has(variables.spec.volumes) ? [] : variables.spec.volumes.filter(v, !(${celOfVolume()})).map(v, v.name)`,
      },
      prose: `\`defaultMode\` and each \`mode\` of volumes with secrets are ${EXPECTED}`,
    }),
  ),
  examples: {
    pass: [
      { because: 'owner and group read', pod: { volumes: [{ name: 'db', secret: { secretName: 'db', defaultMode: 288 } }] } },
      { because: 'only the owner reads', pod: { volumes: [{ name: 'db', secret: { secretName: 'db', defaultMode: 256 } }] } },
      { because: 'no secret in it', pod: { volumes: [{ name: 'all', projected: { sources: [{ configMap: { name: 'web' } }] } }] } },
    ],
    fail: [
      { because: 'everybody reads by default', pod: { volumes: [{ name: 'db', secret: { secretName: 'db' } }] } },
      {
        because: 'one file is open to others',
        pod: {
          volumes: [
            { name: 'db', secret: { secretName: 'db', defaultMode: 288, items: [{ key: 'password', path: 'password', mode: 292 }] } },
          ],
        },
      },
      {
        because: 'the group writes',
        pod: { volumes: [{ name: 'all', projected: { defaultMode: 432, sources: [{ secret: { name: 'db' } }] } }] },
      },
    ],
  },
});

interface Group {
  readonly fsGroup: Path;
  readonly hasGroup: boolean;
}

function judge(volume: Json, at: Path, group: Group, emit: Emit): void {
  for (const [field, lists] of [
    ['secret', itemsOfSecret],
    ['projected', itemsOfProjected],
  ] as const) {
    const source: unknown = volume[field];
    if (source === UNKNOWN) emit(unknown([...at, field], EXPECTED));
    if (!isObject(source) || (field === 'projected' && !holdsSecret(source))) continue;
    emitMode(source.defaultMode, [...at, field, 'defaultMode'], group, emit);
    for (const { mode, path } of lists(source))
      if ((mode ?? undefined) !== undefined) emitMode(mode, [...at, field, ...path, 'mode'], group, emit);
  }
}

function emitMode(mode: unknown, path: Path, { fsGroup, hasGroup }: Group, emit: Emit): void {
  if (mode === UNKNOWN) {
    emit(unknown(path, EXPECTED));
    return;
  }
  if (typeof mode === 'number' && (mode & OTHERS_OR_GROUP_WRITE) === 0) return;
  const fix: Fix = hasGroup
    ? { op: 'set', path, value: OWNER_AND_GROUP_READ }
    : {
        op: 'manual',
        instructions: 'Set `fsGroup` to the group of the program, so that it can read the files, and `defaultMode` to 0440 (288).',
      };
  const shown = typeof mode === 'number' ? `0${mode.toString(8)}` : (mode ?? undefined);
  emit({ verdict: 'fail', path, actual: shown, expected: EXPECTED, fix, chosenBy: [fsGroup] });
}

interface Item {
  readonly mode: unknown;
  readonly path: Path;
}

function itemsOfSecret({ items }: Json): readonly Item[] {
  return listOf(items).map(({ mode }, index) => ({ mode, path: ['items', index] }));
}

function itemsOfProjected({ sources }: Json): readonly Item[] {
  return listOf(sources).flatMap(({ secret }, source) =>
    (isObject(secret) ? itemsOfSecret(secret) : []).map(({ mode, path }) => ({ mode, path: ['sources', source, 'secret', ...path] })),
  );
}

function holdsSecret({ sources }: Json): boolean {
  return listOf(sources).some(({ secret, serviceAccountToken }) => isObject(secret) || isObject(serviceAccountToken));
}

/** The same over `v`. */
function celOfVolume(): string {
  const tight = (mode: string): string => `(${mode} % 8 == 0 && (${mode} / 8) % 4 < 2)`;
  const source = (name: string): string => `has(v.${name}.defaultMode) && ${tight(`v.${name}.defaultMode`)}`;
  const items = (list: string): string => `(!has(${list}.items) || ${list}.items.all(i, !has(i.mode) || ${tight('i.mode')}))`;
  const secrets = 'v.projected.sources.exists(s, has(s.secret) || has(s.serviceAccountToken))';
  return [
    `(!has(v.secret) || (${source('secret')} && ${items('v.secret')}))`,
    `(!has(v.projected) || !has(v.projected.sources) || !${secrets} || (${source('projected')} && v.projected.sources.all(s, !has(s.secret) || ${items('s.secret')})))`,
  ].join(' && ');
}
