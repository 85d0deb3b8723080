import { control } from '../control';
import type { Requirement, Rule } from '../requirement';
import { celList } from '../requirement/text';
import { API_DEPRECATIONS, type ApiDeprecation } from './api-deprecations';
import { autoscalerExample, workloadExample } from './workload-examples';

/** `apps/v1beta1 Deployment` → what became of it. */
const BY_KIND = new Map<string, ApiDeprecation>();
for (const each of API_DEPRECATIONS) for (const kind of each.kinds) BY_KIND.set(`${each.apiVersion} ${kind}`, each);

function described({ instead, removed }: ApiDeprecation, minor: number): string {
  const state =
    removed === undefined
      ? 'this one is deprecated'
      : removed <= minor
        ? `this one is not served since v1.${removed}`
        : `this one is deprecated, and not served from v1.${removed} on`;
  return `${instead === undefined ? 'another API' : `\`${instead}\``} (${state})`;
}

function ruleAt(minor: number): Rule {
  const given = [...BY_KIND].filter(([, { deprecated }]) => deprecated <= minor).map(([key]) => key);
  const passes = `!((object.apiVersion + ' ' + object.kind) in ${celList(given)})`;
  return {
    reads: 'any',
    evaluate({ object, kind }, emit) {
      const found = BY_KIND.get(`${String(object.apiVersion)} ${kind}`);
      if (found === undefined || found.deprecated > minor) return true;
      const instructions =
        found.instead === undefined
          ? 'Nothing takes its place: take the object out, and look up what does its work today.'
          : `Move to \`${found.instead}\`: some fields may differ, see https://kubernetes.io/docs/reference/using-api/deprecation-guide/.`;
      emit({
        verdict: 'fail',
        path: ['apiVersion'],
        actual: object.apiVersion,
        expected: described(found, minor),
        fix: { op: 'manual', instructions },
      });
      return true;
    },
    cel: { expression: passes, offenders: `(${passes}) ? [] : [object.apiVersion + ' ' + object.kind]` },
    prose: 'no object uses a version of an API that Kubernetes has deprecated or removed',
  };
}

const servedAndStable: Requirement = {
  at: (minor) => [ruleAt(minor)],
  changes: [
    ...new Set(API_DEPRECATIONS.flatMap(({ deprecated, removed }) => (removed === undefined ? [deprecated] : [deprecated, removed]))),
  ],
};

export const deprecatedApi = control({
  id: 'deprecated-api',
  family: 'workload',
  title: 'Use served, stable API versions',
  severity: 'medium',
  why: 'The day the cluster is upgraded the object can no longer be applied, and a policy or budget that was in it silently is not there.',
  references: { kubernetes: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/' },
  counterparts: {
    trivy: ['KSV-0107'],
    kubeLinter: ['no-extensions-v1beta'],
    kubeScore: ['stable-version'],
    kyverno: ['check-deprecated-apis'],
    gatekeeper: ['VerifyDeprecatedAPI'],
  },
  notes:
    'Judged for the Kubernetes version that is asked about. Deprecated means that its API server warns. Custom resources, and alpha APIs that nothing has replaced, are not judged.',
  require: servedAndStable,
  examples: {
    pass: [
      { because: 'it is stable', object: workloadExample({}) },
      {
        because: 'in that version it was the newest there was',
        version: 'v1.20',
        object: { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { maxUnavailable: 1 } },
      },
      { because: 'it is old, but stable and served', object: { ...autoscalerExample({}), apiVersion: 'autoscaling/v1' } },
    ],
    fail: [
      {
        because: 'it is not served since v1.16',
        object: { ...workloadExample({}), apiVersion: 'extensions/v1beta1' },
      },
      {
        because: 'it is deprecated though still served',
        version: 'v1.24',
        object: { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { maxUnavailable: 1 } },
      },
      { because: 'v2 took its place', object: { ...autoscalerExample({}), apiVersion: 'autoscaling/v2beta2' } },
    ],
  },
});
