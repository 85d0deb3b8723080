import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TemperedValidation, type TemperedValidationProps } from 'tempered';
import type { ValidationContext, Violation } from '../../lib/cdk8s-cli/validation-contract';

/** What cdk8s-cli would show. */
interface Outcome {
  status?: string;
  metadata?: Readonly<Record<string, string>>;
  readonly violations: Violation[];
  readonly log: string[];
}

describe('the validation plugin of cdk8s-cli', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tempered-plugin-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const validate = async (manifest: string, props: TemperedValidationProps): Promise<Outcome> => {
    const file = join(folder, 'app.k8s.yaml');
    writeFileSync(file, manifest);
    const outcome: Outcome = { violations: [], log: [] };
    const context: ValidationContext = {
      manifests: [file],
      logger: { log: (message) => outcome.log.push(message) },
      report: {
        addViolation: (violation) => outcome.violations.push(violation),
        submit: (status, metadata) => Object.assign(outcome, { status, metadata }),
      },
    };
    await new TemperedValidation(props).validate(context);
    return outcome;
  };
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: true\n  containers: [{name: web, image: x}]\n';

  test('reports a finding with control, place and fix, and fails', async () => {
    const { status, violations, metadata } = await validate(POD, { only: ['host-network', 'host-pid'] });
    expect(status).toBe('failure');
    expect(violations).toEqual([
      {
        ruleName: 'host-network',
        recommendation: expect.stringContaining('(high)'),
        fix: 'set spec.hostNetwork to false',
        violatingResources: [
          {
            resourceName: 'web',
            locations: ['5:3 spec.hostNetwork is true, must be absent or `false`'],
            manifestPath: join(folder, 'app.k8s.yaml'),
          },
        ],
      },
    ]);
    expect(metadata).toMatchObject({
      profile: 'restricted',
      findings: '1',
      controls: expect.stringContaining('2 evaluated: 1 passed, 1 failed'),
    });
  });

  test('reports one violation for the objects that have the same repair', async () => {
    const { violations } = await validate(`${POD}---\n${POD.replace('name: web', 'name: api')}`, { only: ['host-network'] });
    expect(violations.map(({ violatingResources }) => violatingResources.map(({ resourceName }) => resourceName))).toEqual([
      ['web', 'api'],
    ]);
  });

  test('succeeds when nothing is found', async () => {
    expect(await validate(POD, { only: ['host-pid'] })).toMatchObject({ status: 'success', violations: [] });
  });

  test('fails on advice unless told otherwise', async () => {
    const profile = join(folder, 'profile.yaml');
    writeFileSync(profile, 'controls: {host-network: warn}');
    expect((await validate(POD, { profile })).status).toBe('failure');
    expect(await validate(POD, { profile, failOn: 'fail' })).toMatchObject({
      status: 'success',
      violations: [{ ruleName: 'host-network' }],
    });
  });

  test('fails and logs when a manifest cannot be read', async () => {
    const { status, log } = await validate('kind: Pod\nkind: Job', {});
    expect(status).toBe('failure');
    expect(log).toEqual([expect.stringMatching(/app\.k8s\.yaml:2:1: /)]);
  });

  test.each([
    [{ profil: 'baseline' }, 'did you mean "profile"?'],
    [{ failOn: 'error' }, 'it must be "warn" or "fail"'],
    [{ kubernetesVersion: 1.3 }, 'it must be a text such as "v1.30"'],
    [{ only: 'host-network' }, 'it must be a list of controls'],
  ])('refuses the properties %p, which come from YAML', (props, message) => {
    expect(() => new TemperedValidation(props as TemperedValidationProps)).toThrow(message);
  });
});
