import { control } from '../control';
import { custom, type Emit, isObject, type Json, type Path, type Rule, type Subject, UNKNOWN, unknown } from '../requirement';
import { INJECTED_TOKEN_VOLUME, isInjected } from './projected-token';
import { elementsOf, volumesOf } from './volumes';

/** What the API server writes where nothing is written. */
const DEFAULT_SECONDS = 3600;

/** The projected tokens that somebody asked for. */
function* tokensOf({ pod }: Subject, emit: Emit): Generator<{ readonly token: Json; readonly path: Path }> {
  if (pod === undefined) return;
  for (const { volume, path } of volumesOf(pod, emit)) {
    if (isInjected(volume) || !isObject(volume.projected)) continue;
    const sources = [...path, 'projected', 'sources'];
    for (const [{ serviceAccountToken }, index] of elementsOf(volume.projected.sources, sources, emit))
      if (isObject(serviceAccountToken)) yield { token: serviceAccountToken, path: [...sources, index, 'serviceAccountToken'] };
  }
}

function bounded(seconds: number): Rule {
  const audience = "has(s.serviceAccountToken.audience) && s.serviceAccountToken.audience != ''";
  const written = 'has(s.serviceAccountToken.expirationSeconds)';
  const short = `s.serviceAccountToken.expirationSeconds <= ${seconds}`;
  const expiry = DEFAULT_SECONDS <= seconds ? `(!${written} || ${short})` : `${written} && ${short}`;
  const sources = `v.projected.sources.all(s, !has(s.serviceAccountToken) || (${audience} && ${expiry}))`;
  const volume = `v.name.matches('${INJECTED_TOKEN_VOLUME}') || !has(v.projected) || !has(v.projected.sources) || ${sources}`;
  return {
    reads: 'pod',
    evaluate(subject, emit) {
      if (subject.pod === undefined) return false;
      for (const { token, path } of tokensOf(subject, emit)) {
        judgeAudience(token.audience, [...path, 'audience'], emit);
        judgeExpiry(token.expirationSeconds, seconds, [...path, 'expirationSeconds'], emit);
      }
      return true;
    },
    cel: {
      expression: `!has(variables.spec.volumes) || variables.spec.volumes.all(v, ${volume})`,
      offenders: `!has(variables.spec.volumes) ? [] : variables.spec.volumes.filter(v, !(${volume})).map(v, v.name)`,
    },
    prose: `each projected service account token of the pod has an \`audience\` and an \`expirationSeconds\` of ${seconds} or less`,
  };
}

function judgeAudience(actual: unknown, path: Path, emit: Emit): void {
  const expected = 'the name of the service that accepts the token';
  const instructions = 'Name who reads the token (its `audience`), and have the reader check it.';
  if (actual === UNKNOWN) emit(unknown(path, expected));
  else if (typeof actual !== 'string' || actual === '')
    emit({ verdict: 'fail', path, actual: actual ?? undefined, expected, fix: { op: 'manual', instructions } });
}

function judgeExpiry(written: unknown, seconds: number, path: Path, emit: Emit): void {
  const expected = `${seconds} or less`;
  const actual = written ?? undefined;
  const effective = actual ?? DEFAULT_SECONDS;
  if (effective === UNKNOWN) emit(unknown(path, expected));
  else if (typeof effective !== 'number' || effective > seconds)
    emit({ verdict: 'fail', path, actual, expected, fix: { op: 'set', path, value: seconds } });
}

/** Hardening writes the life of a token where the manifest leaves it to the API server. */
function written(seconds: number): Rule {
  return {
    reads: 'pod',
    evaluate(subject, emit) {
      for (const { token, path } of tokensOf(subject, () => {})) {
        const at = [...path, 'expirationSeconds'];
        const fix = { op: 'set', path: at, value: seconds } as const;
        if (token.expirationSeconds == null) emit({ verdict: 'fail', path: at, actual: undefined, expected: `${seconds}`, fix });
      }
      return true;
    },
    cel: { impossible: 'Only hardening asks this.' },
    prose: `each projected service account token of the pod has \`expirationSeconds: ${seconds}\``,
  };
}

const token = (serviceAccountToken: object, name = 'token') => ({
  serviceAccountName: 'web',
  volumes: [{ name, projected: { sources: [{ serviceAccountToken: { path: 'token', ...serviceAccountToken } }] } }],
});

export const projectedTokenExpiry = control({
  id: 'projected-token-expiry',
  family: 'pod',
  title: 'Bound projected tokens in audience and time',
  severity: 'low',
  why: 'A token that was stolen from the pod opens every service that accepts it, until it ends.',
  references: { nsa: 'Pod security: protecting service account tokens' },
  counterparts: {},
  notes:
    'An absent `expirationSeconds` is an hour for the API server; hardening writes it. The audience is for a person: it names who reads the token, and the reader must expect it. The volume `kube-api-access-…`, which the ServiceAccount admission adds to every pod, is not counted.',
  parameters: {
    /** The longest life of a token. 600 is the shortest that the API server gives. */
    seconds: 3600,
  },
  prefer: ({ seconds }) => custom(written(seconds)),
  require: ({ seconds }) => custom(bounded(seconds)),
  examples: {
    pass: [
      {
        because: 'no token is projected',
        pod: { volumes: [{ name: 'settings', projected: { sources: [{ configMap: { name: 'web' } }] } }] },
      },
      { because: 'one service accepts it, for ten minutes', pod: token({ audience: 'vault', expirationSeconds: 600 }) },
      { because: 'absent means an hour', pod: token({ audience: 'vault' }) },
      { because: 'an hour is short enough', pod: token({ audience: 'vault', expirationSeconds: 3600 }) },
      { because: 'Kubernetes itself adds this one to a running pod', pod: token({ expirationSeconds: 3607 }, 'kube-api-access-x7k2p') },
    ],
    fail: [
      { because: 'the API server accepts it, and whoever asks the API server', pod: token({ expirationSeconds: 600 }) },
      { because: 'an empty audience is none', pod: token({ audience: '', expirationSeconds: 600 }) },
      { because: 'a day is too long', pod: token({ audience: 'vault', expirationSeconds: 86400 }) },
      { because: 'a second too long', pod: token({ audience: 'vault', expirationSeconds: 3601 }) },
      { because: 'absent means an hour, and the profile wants less', parameters: { seconds: 600 }, pod: token({ audience: 'vault' }) },
    ],
  },
});
