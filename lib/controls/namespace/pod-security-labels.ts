import { control } from '../control';
import { custom, type Fix, isObject, type Json, type Path, type Rule, type Subject, UNKNOWN, unknown } from '../requirement';
import { namespaceExample } from './namespace-examples';
import { waivedWorkloadOf } from './waived-workloads';

const PREFIX = 'pod-security.kubernetes.io/';
const [ENFORCE, AUDIT, WARN] = [`${PREFIX}enforce`, `${PREFIX}audit`, `${PREFIX}warn`];
/** The stricter, the later. */
const LEVELS = ['privileged', 'baseline', 'restricted'];
const NAMESPACE = [{ group: '', kind: 'Namespace' }];
/** Their pods cannot live under a level, and who writes these namespaces has thought of it. */
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

type Level = 'restricted' | 'baseline';
const STRICTEST: Level = 'restricted' as Level;

const pathOf = (label: string): Path => ['metadata', 'labels', label];
const labelsOf = ({ metadata }: Json): Json => (isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {});
/** What is enforced, where it is more than is asked. */
const stricter = (enforce: unknown, level: Level): unknown => (strictness(enforce) > LEVELS.indexOf(level) ? enforce : level);
const strictness = (level: unknown): number => (typeof level === 'string' ? LEVELS.indexOf(level) : -1);

function celOf(level: Level): string {
  const allowed = LEVELS.slice(LEVELS.indexOf(level));
  const has = (label: string): string => `'${label}' in object.metadata.labels`;
  const value = (label: string): string => `object.metadata.labels['${label}']`;
  const enforced = `${has(ENFORCE)} && ${value(ENFORCE)} in [${allowed.map((each) => `'${each}'`).join(', ')}]`;
  const asStrict = [AUDIT, WARN].map(
    (label) => `(!(${has(label)}) || ${value(label)} == 'restricted' || ${value(label)} == ${value(ENFORCE)})`,
  );
  return `has(object.metadata.labels) && ${enforced} && ${asStrict.join(' && ')}`;
}

/** Written where it keeps no pod out that somebody wants there, as far as can be known. */
function fixOf({ name, neighbours }: Subject, level: Level): Fix {
  const waived = waivedWorkloadOf(name, neighbours);
  if (waived === undefined && !SYSTEM.has(name)) return { op: 'set', path: pathOf(ENFORCE), value: level };
  const because =
    waived === undefined ? '' : `${waived} is waived from a part of it, and its pods would be refused: move it to a namespace of its own. `;
  const tried = `kubectl label --dry-run=server --overwrite ns ${name} ${ENFORCE}=${level}`;
  return { op: 'manual', instructions: `${because}Find out what the pods need (\`${tried}\`), and write that level.` };
}

function enforced(asked: Level): Rule {
  const level = known(asked);
  const least = LEVELS.indexOf(level);
  const passes = celOf(level);
  return {
    reads: NAMESPACE,
    evaluate(subject, emit) {
      const { object, group, kind } = subject;
      if (group !== '' || kind !== 'Namespace') return false;
      const labels = labelsOf(object);
      const enforce: unknown = labels[ENFORCE] ?? undefined;
      const path = pathOf(ENFORCE);
      const expected = LEVELS.slice(least)
        .map((each) => `\`${each}\``)
        .join(' or ');
      if (enforce === UNKNOWN) emit(unknown(path, expected));
      else if (strictness(enforce) < least) {
        const fix = fixOf(subject, level);
        emit({ verdict: 'fail', path, actual: enforce, expected, fix });
      }
      const wanted = Math.max(strictness(enforce), 0);
      for (const label of [AUDIT, WARN]) {
        const other: unknown = labels[label] ?? undefined;
        if (other === undefined || strictness(other) >= wanted) continue;
        const at = pathOf(label);
        if (other === UNKNOWN) emit(unknown(at, 'no looser than `enforce`'));
        else
          emit({
            verdict: 'fail',
            path: at,
            actual: other,
            expected: 'no looser than `enforce`',
            fix: { op: 'set', path: at, value: stricter(enforce, level) },
          });
      }
      return true;
    },
    cel: { expression: passes, offenders: `(${passes}) ? [] : ['the Namespace']` },
    prose: `every Namespace has the label \`${ENFORCE}\` with ${LEVELS.slice(least)
      .map((each) => `\`${each}\``)
      .join(' or ')}, and \`audit\` and \`warn\`, where written, are no looser`,
  };
}

/** A level that no cluster knows would pass everything. */
function known(level: Level): Level {
  return LEVELS.includes(level) ? level : 'restricted';
}

/** People are told on the workload, not on the pod that never comes. */
function alsoTold(asked: Level): Rule {
  const level = known(asked);
  return {
    ...enforced(level),
    evaluate({ object, group, kind, name }, emit) {
      if (group !== '' || kind !== 'Namespace') return false;
      if (SYSTEM.has(name)) return true;
      const labels = labelsOf(object);
      for (const label of [AUDIT, WARN]) {
        if (labels[label] != null) continue;
        const path = pathOf(label);
        const value = stricter(labels[ENFORCE], level);
        emit({ verdict: 'fail', path, actual: undefined, expected: `\`${value}\``, fix: { op: 'set', path, value } });
      }
      return true;
    },
  };
}

export const podSecurityLabels = control({
  id: 'pod-security-labels',
  family: 'namespace',
  title: 'Enforce Pod Security on namespaces',
  severity: 'high',
  why: 'Without the label any pod of the namespace may be privileged, whatever the manifests that somebody reviewed say.',
  references: { cis: ['5.2.1'], nsa: 'Pod security: enforcement' },
  counterparts: {
    kubescape: ['C-0192', 'C-0193', 'C-0197', 'C-0198'],
    kyverno: ['add-psa-labels', 'deny-privileged-profile'],
  },
  notes:
    'Absent means `privileged`. The API server takes a level that it does not know for `restricted`; it is a finding nevertheless, since somebody meant something else. Hardening writes `audit` and `warn` too, so that the workload is warned of and not only its pods refused; of kube-system and its like a person decides, and of a namespace with a workload that is waived from a part of Pod Security: its pods would be refused. A namespace of node agents is waived.',
  parameters: {
    /** The loosest level that passes, and what hardening writes. */
    enforce: STRICTEST,
  },
  prefer: ({ enforce }) => custom(alsoTold(enforce)),
  require: ({ enforce }) => custom(enforced(enforce)),
  examples: {
    pass: [
      { because: 'pods that are not restricted are refused', object: namespaceExample({ [ENFORCE]: 'restricted' }) },
      {
        because: 'warnings go further than what is enforced',
        parameters: { enforce: 'baseline' },
        object: namespaceExample({ [ENFORCE]: 'baseline', [AUDIT]: 'restricted', [WARN]: 'restricted' }),
      },
      {
        because: 'stricter than what is asked',
        parameters: { enforce: 'baseline' },
        object: namespaceExample({ [ENFORCE]: 'restricted' }),
      },
    ],
    fail: [
      { because: 'absent means privileged', object: namespaceExample() },
      { because: 'everything is allowed', object: namespaceExample({ [ENFORCE]: 'privileged' }) },
      { because: 'a warning keeps no pod out', object: namespaceExample({ [WARN]: 'restricted' }) },
      { because: 'less than what is asked', object: namespaceExample({ [ENFORCE]: 'baseline' }) },
      { because: 'nobody knows what was meant', object: namespaceExample({ [ENFORCE]: 'Restricted' }) },
      { because: 'the log says less than what is refused', object: namespaceExample({ [ENFORCE]: 'restricted', [AUDIT]: 'privileged' }) },
    ],
  },
});
