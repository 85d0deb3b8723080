import { cloudMetadataAccess } from '../../../lib/controls/network';
import { policyExample } from '../../../lib/controls/network/policy-example';
import type { Json } from '../../../lib/controls/requirement';
import { hasCel } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const to = (...blocks: readonly Json[]): Json => policyExample({ egress: [{ to: blocks.map((ipBlock) => ({ ipBlock })) }] });
const hardened = (object: Json, override = false) => {
  const { resource: result, findings } = harden(resource(object), { profile: only('cloud-metadata-access'), override });
  return { blocks: result.object.spec.egress[0].to.map(({ ipBlock }: Json) => ipBlock), left: findings.map(({ fix }) => fix.op) };
};

describe('the metadata address in a block', () => {
  test('is excepted by hardening where nothing is, each of its family', () => {
    expect(hardened(to({ cidr: '0.0.0.0/0' }, { cidr: '::/0' }, { cidr: '203.0.113.0/24' }))).toEqual({
      blocks: [
        { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] },
        { cidr: '::/0', except: ['fd00:ec2::254/128'] },
        { cidr: '203.0.113.0/24' },
      ],
      left: [],
    });
  });

  test('is added to a list that somebody wrote only where that may be changed', () => {
    const written = to({ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] });
    expect(hardened(written)).toEqual({ blocks: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] }], left: ['append'] });
    expect(hardened(written, true)).toEqual({ blocks: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.169.254/32'] }], left: [] });
  });

  test('is no exception where it is all of the block: an API server would refuse that', () => {
    expect(hardened(to({ cidr: '169.254.169.254/32' }), true)).toEqual({ blocks: [{ cidr: '169.254.169.254/32' }], left: ['manual'] });
  });

  test.each(['169.254.0.0/16', '169.254.169.254/31', '128.0.0.0/1', '169.254.169.254/0'])('is found in %s', (cidr) => {
    expect(findingsIn('cloud-metadata-access', [to({ cidr })])).toHaveLength(1);
  });

  test.each(['169.254.169.253/32', '169.254.168.0/24', '0.0.0.0/1', 'fd00::/32', 'no block', ''])('is not found in %j', (cidr) => {
    expect(findingsIn('cloud-metadata-access', [to({ cidr })])).toEqual([]);
  });
});

test('a pod is told where no policy limits its egress, unless the profile asks policies alone', () => {
  const objects = [workloadExample({}), policyExample({ policyTypes: ['Ingress'] })];
  expect(placesOf(findingsIn('cloud-metadata-access', objects))).toEqual(['Deployment web spec.template.metadata.labels']);
  expect(findingsIn('cloud-metadata-access', objects, { parameters: { everyPod: false } })).toEqual([]);
});

test('API servers are asked from the version on that has arithmetic of addresses', () => {
  const ofPolicies = (minor: number) => cloudMetadataAccess.requireWith().at(minor)[0]?.cel ?? { impossible: '' };
  expect(hasCel(ofPolicies(30))).toBe(false);
  expect(hasCel(ofPolicies(31))).toBe(true);
});
