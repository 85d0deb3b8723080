import type { Labels, PodEndpoint, Whereabouts } from './endpoint';
import { type LabelRequirements, satisfiesAll } from './label-selector';
import type { PodsMention } from './policy';
import { plainLabels } from './surroundings';

const NAME = 'kubernetes.io/metadata.name';
const END = /^namespace (\S+)(?: pod (\S+))?$/;

/** What strangers are made from. */
export interface StrangerSetting {
  /** Where a pod may be. */
  readonly pods: Whereabouts;
  /** Labels of the namespaces that are known. */
  readonly namespaceLabels: (name: string) => Labels;
}

/** Pods as their name describes them. */
export interface PodsDescription {
  /** Undefined: of any. */
  readonly namespace: string | undefined;
  /** Labels of the namespace. */
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
}

/**
 * Reads `namespace monitoring`, `namespace monitoring pod app=prometheus`, `namespace team=a` for those with that label, `namespace *`.
 *
 * @returns undefined where the text is no such name
 */
export function podsDescribed(text: string): PodsDescription | undefined {
  const [, where, labels = ''] = END.exec(text) ?? [];
  if (where === undefined) return undefined;
  const namespaceLabels = where.includes('=') ? labelsIn(where) : {};
  return { namespace: where === '*' || where.includes('=') ? namespaceLabels[NAME] : where, namespaceLabels, labels: labelsIn(labels) };
}

/** A pod that is not among the objects: it has the labels of its name and no other. Undefined where the text is no such name. */
export function strangerNamed(text: string, { pods, namespaceLabels }: StrangerSetting): PodEndpoint | undefined {
  const described = podsDescribed(text);
  if (described === undefined) return undefined;
  const namespace = described.namespace ?? '*';
  return {
    kind: 'pod',
    name: text,
    resource: undefined,
    namespace,
    labels: described.labels,
    namespaceLabels: plainLabels({ ...namespaceLabels(namespace), ...described.namespaceLabels, [NAME]: namespace }),
    serviceAccount: 'default',
    hostNetwork: false,
    ports: [],
    whereabouts: pods,
  };
}

function labelsIn(text: string): Labels {
  return plainLabels(
    Object.fromEntries(
      text
        .split(',')
        .filter((each) => each !== '')
        .map((each) => {
          const [key = '', ...value] = each.split('=');
          return [key, value.join('=')];
        }),
    ),
  );
}

/**
 * The names of strangers that stand for everybody who is not among the objects: one of another namespace, one in each namespace with
 * workloads, and one for each selector of a rule that no workload answers to, or that asks for nothing but a namespace.
 */
export function strangersIn(mentions: readonly PodsMention[], pods: readonly PodEndpoint[]): readonly string[] {
  const names = new Set(['namespace *']);
  for (const { namespace } of pods) names.add(`namespace ${namespace}`);
  for (const mention of mentions) {
    const { namespace, namespaces, pods: asked } = mention;
    const known = pods.some((pod) => !pod.hostNetwork && isMentioned(pod, mention));
    const labels = minimal(asked);
    if (known && labels !== '') continue;
    const where = namespace ?? namespaceOf(namespaces) ?? (minimal(namespaces) || '*');
    names.add(`namespace ${where}${labels === '' ? '' : ` pod ${labels}`}`);
  }
  return [...names];
}

function isMentioned(pod: PodEndpoint, { namespace, namespaces, pods }: PodsMention): boolean {
  const there = namespace === undefined ? satisfiesAll(namespaces, (key) => pod.namespaceLabels[key]) : namespace === pod.namespace;
  return there && satisfiesAll(pods, (key) => pod.labels[key]);
}

/** The name of a namespace, where its own label is asked for. */
function namespaceOf(requirements: LabelRequirements): string | undefined {
  const [only, ...rest] = requirements;
  return only?.key === NAME && only.operator === 'In' && rest.length === 0 ? only.values[0] : undefined;
}

/** The fewest labels that satisfy what is asked. */
function minimal(requirements: LabelRequirements): string {
  return requirements
    .flatMap(({ key, operator, values }) => {
      if (operator === 'In') return [`${key}=${values[0]}`];
      return operator === 'Exists' ? [`${key}=`] : [];
    })
    .join(',');
}
