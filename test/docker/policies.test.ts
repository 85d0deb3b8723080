import type { PolicyResource, ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from '@pulumi/policy';
import { policies, policiesOf } from '../../lib/docker/policies/policies';
import { baseline } from '../../lib/profiles';

const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;
const CONTAINER = 'docker:index/container:Container';

class NotApplicable extends Error {}
class UnknownValueError extends Error {}

/** Properties as a preview shows them: reading what is not known throws. */
function inPreview(props: object, unknown: readonly string[]): Record<string, unknown> {
  return new Proxy(props, {
    get(target, key) {
      if (unknown.includes(String(key))) throw new UnknownValueError(`${String(key)} can't be known during preview`);
      return Reflect.get(target, key) as unknown;
    },
  }) as Record<string, unknown>;
}

const named = (name: string) => policies.find((policy) => policy.name === name) as ResourceValidationPolicy & StackValidationPolicy;

/** What a policy reports about one resource, and what it throws. */
async function judged(name: string, props: object, type = CONTAINER) {
  const violations: string[] = [];
  const args = {
    type,
    props,
    name: 'web',
    urn: 'urn:web',
    notApplicable: (reason: string) => {
      throw new NotApplicable(reason);
    },
  } as unknown as ResourceValidationArgs & { resources: PolicyResource[] };
  const policy = named(name);
  let thrown: unknown;
  try {
    if (policy.validateStack !== undefined)
      await policy.validateStack({ ...args, resources: [args as never] } as never, (message) => void violations.push(message));
    else
      await (policy.validateResource as (a: unknown, r: (message: string) => void) => unknown)(
        args,
        (message) => void violations.push(message),
      );
  } catch (error) {
    thrown = error;
  }
  return { violations, thrown };
}

test('each control about Docker is one policy, with what it says of itself', () => {
  expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
  expect(named('docker-privileged')).toMatchObject({
    displayName: 'Forbid privileged containers',
    severity: 'critical',
    enforcementLevel: 'mandatory',
    framework: { name: 'CIS Docker Benchmark', version: '1.6.0', reference: '5.5' },
    tags: ['tempered', 'docker-container'],
    remediationSteps: expect.stringContaining('waive.tempered/docker-privileged'),
  });
  expect(named('docker-healthcheck').enforcementLevel).toBe('advisory');
});

test('controls about pods, Dockerfiles and daemons are none', () => {
  const names = policies.map(({ name }) => name);
  for (const other of ['run-as-non-root', 'dockerfile-user', 'daemon-icc']) expect(names).not.toContain(other);
});

test('a profile decides which there are', () => {
  expect(policiesOf(baseline).length).toBeLessThan(policies.length);
});

test('what is insecure is reported', async () => {
  expect((await judged('docker-privileged', { image: IMAGE, privileged: true })).violations).toEqual([
    'privileged is true, must be absent or `false`.',
  ]);
});

test('what is fine is not reported, and was judged', async () => {
  expect(await judged('docker-privileged', { image: IMAGE })).toEqual({ violations: [], thrown: undefined });
});

test('a waiver in the labels is honoured', async () => {
  const value = '{"reason":"until the vendor mends it","expires":"2027-03-31"}';
  const labels = [{ label: 'waive.tempered/docker-privileged', value }];
  expect(await judged('docker-privileged', { image: IMAGE, privileged: true, labels })).toEqual({ violations: [], thrown: undefined });
});

test('what is not known in a preview never passes: Pulumi is told, by its own error', async () => {
  const { thrown } = await judged('docker-privileged', inPreview({ image: IMAGE, privileged: true }, ['privileged']));
  expect(thrown).toBeInstanceOf(UnknownValueError);
});

test('what is known in a preview is judged, whatever else is not', async () => {
  const props = inPreview({ image: IMAGE, privileged: true }, ['image']);
  expect(await judged('docker-privileged', props)).toEqual({
    violations: ['privileged is true, must be absent or `false`.'],
    thrown: undefined,
  });
});

test('what the resource has no words for is not applicable, for a reason', async () => {
  const { thrown } = await judged('docker-pids-limit', { image: IMAGE });
  expect(thrown).toBeInstanceOf(NotApplicable);
  expect((thrown as Error).message).toContain('docker.Container has no limit of processes');
});

test('a shape that the resource cannot have is reported, not passed', async () => {
  expect((await judged('docker-memory-limit', { image: IMAGE, memory: '64m' })).violations).toEqual(['memory must be a number.']);
});

test('resources of other types are not applicable', async () => {
  expect((await judged('docker-privileged', { acl: 'public-read' }, 'aws:s3/bucket:Bucket')).thrown).toBeInstanceOf(NotApplicable);
});

test('what looks at several resources is asked of the stack, and names the resource', async () => {
  expect(named('docker-no-new-privileges').validateStack).toBeDefined();
  expect((await judged('docker-no-new-privileges', { image: IMAGE })).violations).toHaveLength(1);
});

describe('remediation', () => {
  const remedied = (name: string, props: Record<string, unknown>) =>
    named(name).remediateResource?.({ type: CONTAINER, name: 'web', props } as never);

  test('writes what hardening would, in place', () => {
    const props = { image: IMAGE, user: '0' };
    expect(remedied('docker-user', props)).toBe(props);
    expect(props).toEqual({ image: IMAGE, user: '65532:65532' });
  });

  test('leaves alone what no preview knows', () => {
    const inner = { image: IMAGE, hostname: 'x' };
    expect(remedied('docker-user', inPreview(inner, ['hostname']))).toBeDefined();
    expect(inner).toEqual({ image: IMAGE, hostname: 'x', user: '65532:65532' });
  });

  test('does nothing where all is well', () => {
    expect(remedied('docker-user', { image: IMAGE, user: '1000' })).toBeUndefined();
  });
});
