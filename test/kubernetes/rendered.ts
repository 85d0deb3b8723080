import { ApiObject, Chart, App as PlainApp, Testing } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Json } from '../../lib/controls/requirement';

/** An image that no control has anything to say about. */
export const IMAGE = `registry.example/web:1.2.3@sha256:${'0123456789abcdef'.repeat(4)}`;

/** A chart in a plain cdk8s App. */
export function plainChart(id = 'shop'): Chart {
  return new Chart(new PlainApp(), id);
}

/** What a construct renders in the manifest of its chart. */
export function rendered(construct: IConstruct): Json {
  const object = ApiObject.of(construct);
  const found = Testing.synth(Chart.of(construct)).find(({ kind, metadata }) => kind === object.kind && metadata.name === object.name);
  if (found === undefined) throw new Error(`${object.kind} ${object.name} is not in the manifest`);
  return found;
}

/** The pod spec that a workload renders. */
export function podSpecOf(workload: IConstruct): Json {
  const { kind, spec } = rendered(workload);
  if (kind === 'Pod') return spec;
  return kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : spec.template.spec;
}

/** The message that a synthesis fails with; a test fails where it does not. */
export function failureOf(synthesize: () => unknown): string {
  try {
    synthesize();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the synthesis was expected to fail');
}
