import { type Emit, isObject, type Json, listOf, type Path, type Rule, UNKNOWN, unknown } from '../requirement';
import { isKind } from '../workload/kinds';
import { celOfObject } from './cel-of-object';
import { DESTINATION_RULE, PEER_AUTHENTICATION } from './mesh';

const WEAK = ['PERMISSIVE', 'DISABLE'];

const MODE = 'has(object.spec.mtls) && has(object.spec.mtls.mode)';
const SELECTS = 'has(object.spec.selector) && has(object.spec.selector.matchLabels) && size(object.spec.selector.matchLabels) > 0';
const weakIn = (mode: string): string => `${mode} in ['${WEAK.join("', '")}']`;

/** Istio: what the pods of a mesh, of a namespace or of a selector accept. */
export const peerAuthentication: Rule = {
  reads: [PEER_AUTHENTICATION],
  evaluate(subject, emit) {
    if (!isKind(PEER_AUTHENTICATION, subject)) return false;
    const spec: Json = isObject(subject.object.spec) ? subject.object.spec : {};
    const selected: unknown = isObject(spec.selector) ? spec.selector.matchLabels : undefined;
    const isWide = !isObject(selected) || Object.keys(selected).length === 0;
    const mode: unknown = isObject(spec.mtls) ? (spec.mtls.mode ?? undefined) : undefined;
    // For some pods `UNSET` inherits what is said for all.
    if (isWide ? mode !== 'STRICT' : WEAK.includes(String(mode)) || mode === UNKNOWN) emitMode(mode, ['spec', 'mtls', 'mode'], emit);
    const ports: unknown = spec.portLevelMtls;
    if (isObject(ports)) {
      for (const [port, each] of Object.entries(ports)) {
        const own: unknown = isObject(each) ? each.mode : undefined;
        if (own === UNKNOWN || WEAK.includes(String(own))) emitMode(own, ['spec', 'portLevelMtls', port, 'mode'], emit);
      }
    }
    return true;
  },
  cel: celOfObject(
    [
      `has(object.spec) && (${SELECTS} ? !(${MODE} && ${weakIn('object.spec.mtls.mode')}) : (${MODE} && object.spec.mtls.mode == 'STRICT'))`,
      `(!has(object.spec.portLevelMtls) || !object.spec.portLevelMtls.map(k, object.spec.portLevelMtls[k]).exists(p, has(p.mode) && ${weakIn('p.mode')}))`,
    ].join(' && '),
  ),
  prose:
    '`mtls.mode` of a PeerAuthentication for a mesh or a namespace is `STRICT`, and neither one for some pods nor one of its ports is `PERMISSIVE` or `DISABLE`',
};

function emitMode(actual: unknown, path: Path, emit: Emit): void {
  if (actual === UNKNOWN) {
    emit(unknown(path, '`STRICT`'));
    return;
  }
  const instructions = 'Write `STRICT`, after you have seen that every client is in the mesh: all others are cut off.';
  emit({
    verdict: 'fail',
    path,
    actual,
    expected: '`STRICT`',
    fix: actual === undefined ? { op: 'manual', instructions } : { op: 'set', path, value: 'STRICT' },
  });
}

const DISABLED = (policy: string): string =>
  `(has(${policy}.tls) && (!has(${policy}.tls.mode) || ${policy}.tls.mode == 'DISABLE')) || (has(${policy}.portLevelSettings) && ${policy}.portLevelSettings.exists(s, has(s.tls) && (!has(s.tls.mode) || s.tls.mode == 'DISABLE')))`;

/**
 * Whether a host is one of the mesh: a Service by its short or its whole name. What is outside does its own TLS, or none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-host
 */
function isOfMesh(host: string): boolean {
  return !host.includes('.') || /\.svc(?:\.|$)/.test(host) || host.endsWith('.local');
}

const OF_MESH = `(!object.spec.host.contains('.') || object.spec.host.contains('.svc.') || object.spec.host.endsWith('.svc') || object.spec.host.endsWith('.local'))`;

/** Istio: what clients speak. */
export const destinationRule: Rule = {
  reads: [DESTINATION_RULE],
  evaluate(subject, emit) {
    if (!isKind(DESTINATION_RULE, subject)) return false;
    const spec: Json = isObject(subject.object.spec) ? subject.object.spec : {};
    if (typeof spec.host === 'string' && !isOfMesh(spec.host)) return true;
    const policies: readonly (readonly [unknown, Path])[] = [
      [spec.trafficPolicy, ['spec', 'trafficPolicy']],
      ...listOf(spec.subsets).map((each, index) => [each.trafficPolicy, ['spec', 'subsets', index, 'trafficPolicy']] as const),
    ];
    for (const [policy, at] of policies) {
      if (!isObject(policy)) continue;
      emitTls(policy.tls, [...at, 'tls'], emit);
      for (const [index, { tls }] of listOf(policy.portLevelSettings).entries())
        emitTls(tls, [...at, 'portLevelSettings', index, 'tls'], emit);
    }
    return true;
  },
  cel: celOfObject(
    `!has(object.spec) || (has(object.spec.host) && !${OF_MESH}) || ((!has(object.spec.trafficPolicy) || !(${DISABLED('object.spec.trafficPolicy')})) && (!has(object.spec.subsets) || !object.spec.subsets.exists(u, has(u.trafficPolicy) && (${DISABLED('u.trafficPolicy')}))))`,
  ),
  prose: '`tls.mode` of a DestinationRule for a host of the mesh, of its ports and its subsets is not `DISABLE`',
};

/** A mode that is not written is the first one, `DISABLE`: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
function emitTls(tls: unknown, path: Path, emit: Emit): void {
  if (!isObject(tls)) return;
  const { mode } = tls;
  if (mode === UNKNOWN) {
    emit(unknown([...path, 'mode'], 'not `DISABLE`'));
    return;
  }
  if ((mode ?? 'DISABLE') !== 'DISABLE') return;
  // Without it the proxy uses mutual TLS wherever the other end has it.
  emit({ verdict: 'fail', path: [...path, 'mode'], actual: mode ?? undefined, expected: 'not `DISABLE`', fix: { op: 'remove', path } });
}
