import { hasCel, type Json } from '../../lib/controls/requirement';
import { evaluate } from '../../lib/engine/evaluate';
import { harden } from '../../lib/engine/harden';
import { Inventory } from '../../lib/engine/inventory';
import { LATEST_MINOR, type Plan, planOf } from '../../lib/engine/plan';
import { resource } from '../../lib/engine/resource';
import { podSecurityBaseline, podSecurityRestricted, restricted } from '../../lib/profiles';
import { ownApiServer } from '../judges/api-server';
import { SEED, WORKLOADS } from '../settings';
import { acceptableWorkloads } from './acceptable-workloads';
import { createNamespaces, decisionOf, installPolicies, type PolicedNamespace, warnedControls } from './installed-policies';

/** The policies, and the same ones that only warn, and so name every control instead of the first. */
function policed(name: string, profile: PolicedNamespace['profile']) {
  const denying = { namespace: `denying-${name}`, prefix: `denying-${name}`, profile };
  const warning: PolicedNamespace = { namespace: `warning-${name}`, prefix: `w-${name}`, profile, options: { action: 'warn' } };
  return { name, profile, denying, warning };
}

const PROFILES = [policed('psb', podSecurityBaseline), policed('psr', podSecurityRestricted), policed('r', restricted)];
const UNPOLICED = 'unpoliced';

/** A server drops warnings beyond 4,096 characters, after it has cut each to 256. */
const MOST_WARNINGS = 4096 / 256;

const server = ownApiServer();
let objects: readonly Json[];

beforeAll(async () => {
  const namespaces = PROFILES.flatMap(({ denying, warning }) => [denying, warning]);
  await createNamespaces(server, [UNPOLICED, ...namespaces.map(({ namespace }) => namespace)]);
  const generated = await acceptableWorkloads(server, UNPOLICED, WORKLOADS, SEED);
  objects = generated.flatMap((each) => [each, harden(resource(each), { profile: restricted, override: true }).resource.object]);
  await installPolicies(server, namespaces);
});

/** The controls that an object does not pass, of those that a policy can ask; and whether one of them is no mere advice. */
function failing(plan: Plan, object: Json): { readonly controls: readonly string[]; readonly fails: boolean } {
  const { verdicts } = evaluate(plan, resource(object), new Inventory());
  const found = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ planned }) => planned);
  const asked = found.filter(({ rules }) => rules.every(({ cel }) => hasCel(cel)));
  return { controls: asked.map(({ control }) => control.id).sort(), fails: asked.some(({ level }) => level === 'fail') };
}

describe.each(PROFILES)(
  `a real API server, of ${WORKLOADS} generated workloads, as they are and hardened (CONFORMANCE_SEED=${SEED}), under $profile.name`,
  (each) => {
    const plan = planOf(each.profile, LATEST_MINOR);

    test('admits what the audit passes, and refuses what it fails', async () => {
      const different: unknown[] = [];
      let refused = 0;
      for (const object of objects) {
        const decision = decisionOf(await server.create(object, each.denying.namespace, { dryRun: true }), each.denying);
        const { controls, fails } = failing(plan, object);
        if (decision !== (fails ? 'refused by the policy' : 'admitted')) different.push({ decision, controls, object });
        if (fails) refused++;
      }
      expect(different).toEqual([]);
      expect(refused).toBeGreaterThan(0);
    });

    test('warns of the controls that the audit names, of no other and of each', async () => {
      const different: unknown[] = [];
      let compared = 0;
      for (const object of objects) {
        const answer = await server.create(object, each.warning.namespace, { dryRun: true });
        const { controls } = failing(plan, object);
        const warned = [...new Set(warnedControls(answer))].sort();
        const all = answer.warnings.length < MOST_WARNINGS;
        if (all) compared++;
        const same = all ? String(warned) === String(controls) : warned.every((id) => controls.includes(id));
        if (!same) different.push({ warned, controls, object });
      }
      expect(different).toEqual([]);
      expect(compared).toBeGreaterThan(0);
    });
  },
);
