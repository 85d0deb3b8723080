import { CATALOGUE } from '../../lib/controls/catalogue';
import type { Control, Example } from '../../lib/controls/control';
import { exampleObject } from '../../lib/controls/example-object';
import { hasCel, type Json, minorOf } from '../../lib/controls/requirement';
import { LATEST_MINOR } from '../../lib/engine/plan';
import { defineProfile } from '../../lib/profiles/profile';
import { ownApiServer } from '../judges/api-server';
import {
  CASE_LABEL,
  caseLabel,
  createNamespaces,
  type Decision,
  decisionOf,
  installPolicies,
  type PolicedNamespace,
} from './installed-policies';

interface Case extends PolicedNamespace {
  readonly control: Control;
  readonly example: Example;
  readonly object: Json;
  readonly verdict: 'passes' | 'fails';
}

/** Examples that read one object only; each control, with each of the versions, parameters and namespaces in them, by policies of its own. */
function casesOf(control: Control): readonly Case[] {
  const namespaces = new Map<string, PolicedNamespace>();
  const caseOf = (example: Example, verdict: Case['verdict']): readonly Case[] => {
    const minor = example.version === undefined ? LATEST_MINOR : minorOf(example.version);
    const rules = control.requireWith(example.parameters).at(minor);
    if (example.with !== undefined || !rules.every(({ cel }) => hasCel(cel))) return [];
    const given = exampleObject(example);
    // A server knows no object without one: what fails without it is in `default`, and what passes lies elsewhere.
    const namespace =
      typeof given.metadata?.namespace === 'string' ? given.metadata.namespace : verdict === 'fails' ? 'default' : 'examples';
    const key = JSON.stringify([minor, example.parameters, namespace]);
    const profile = defineProfile({ name: control.id, controls: { [control.id]: { level: 'fail', ...example.parameters } } });
    const prefix = `${control.id}-${namespaces.size}`;
    const policed = namespaces.get(key) ?? { prefix, namespace, profile, options: { minor } };
    namespaces.set(key, policed);
    // Objects of the whole cluster lie in no namespace: by the label only the policies of this control see them.
    const labels = { ...given.metadata?.labels, [CASE_LABEL]: caseLabel(policed.prefix) };
    return [{ ...policed, control, example, object: { ...given, metadata: { ...given.metadata, labels } }, verdict }];
  };
  return [
    ...control.examples.pass.flatMap((example) => caseOf(example, 'passes')),
    ...control.examples.fail.flatMap((example) => caseOf(example, 'fails')),
  ];
}

const cases = CATALOGUE.flatMap(casesOf);
const server = ownApiServer();
const decisions = new Map<Case, Decision>();
/** Pods that are there already, to be debugged by a container that a case adds. */
const running = new Map<Case, Json>();

beforeAll(async () => {
  await createNamespaces(
    server,
    cases.map(({ namespace }) => namespace),
  );
  for (const each of cases) {
    const { ephemeralContainers, ...spec } = each.object.kind === 'Pod' ? each.object.spec : {};
    if (ephemeralContainers === undefined) continue;
    const metadata = { ...each.object.metadata, name: `debugged-${running.size}` };
    running.set(each, await server.mustCreate({ ...each.object, metadata, spec }, each.namespace));
  }
  await installPolicies(server, [...new Map(cases.map((each) => [each.prefix, { ...each, labelled: true }])).values()]);
});

/** A kind that Kubernetes itself does not have. */
function isForeign({ apiVersion }: Json): boolean {
  const [group = '', version] = String(apiVersion).split('/');
  return version !== undefined && !BUILT_IN.test(group);
}

const BUILT_IN =
  /^(?:apps|batch|autoscaling|policy|extensions|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io)$/;

async function decide(each: Case): Promise<{ readonly decision: Decision; readonly said: unknown }> {
  const pod = running.get(each);
  const answer =
    pod === undefined
      ? await server.create(each.object, each.namespace, { dryRun: true })
      : await server.replace({ ...pod, spec: { ...pod.spec, ephemeralContainers: each.object.spec.ephemeralContainers } }, each.namespace, {
          subresource: 'ephemeralcontainers',
          dryRun: true,
        });
  const decision = decisionOf(answer, each);
  decisions.set(each, decision);
  return { decision, said: decision === 'admitted' ? undefined : answer.body.message };
}

describe.each(CATALOGUE.filter((each) => casesOf(each).length > 0).map(({ id }) => id))('a real API server, of %s,', (id) => {
  const own = cases.filter(({ control }) => control.id === id);
  const titled = (verdict: Case['verdict']) =>
    own.filter((each) => each.verdict === verdict).map((each) => [each.example.because, each] as const);

  test.each(titled('passes'))('admits what passes: %s', async (_, each) => {
    const { decision, said } = await decide(each);
    // Told of an older one, or of a platform that brings the kind.
    if (decision === 'not served by this API server' && (each.example.version !== undefined || isForeign(each.object))) return;
    expect({ decision, said }).toEqual({ decision: 'admitted', said: undefined });
  });

  if (titled('fails').length > 0)
    test.each(titled('fails'))('refuses what fails: %s', async (_, each) => {
      const { decision, said } = await decide(each);
      expect({ admitted: decision === 'admitted', said }).toEqual({ admitted: false, said: expect.stringMatching(/./) });
      if (decision === 'refused by the policy') expect(said).toContain(`denied request: ${id} (`);
    });
});

test('few of the examples that fail are no valid objects anyway, so that the server refuses them by itself', () => {
  const byItself = [...decisions].filter(
    ([{ object }, decision]) => decision !== 'admitted' && decision !== 'refused by the policy' && !isForeign(object),
  );
  const names = byItself.map(([{ control, example }, decision]) => `${control.id}: ${example.because}: ${decision}`);
  if (names.length > 0) process.stderr.write(`Not left to a policy:\n  ${names.join('\n  ')}\n`);
  expect(names.length).toBeLessThan(decisions.size / 20);
});
