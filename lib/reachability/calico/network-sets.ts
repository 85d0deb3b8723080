import type { Path } from '../../controls/requirement';
import { labelsOf } from '../../controls/workload/label-selector';
import type { Resource } from '../../engine/resource';
import { parseCidr } from '../addresses';
import type { Labels } from '../endpoint';
import type { Mentions } from '../policy';
import { Shape } from '../shape';
import { plainLabels } from '../surroundings';
import type { LabelledAddresses } from './entity';
import { labelsOfSet } from './labels';

/**
 * NetworkSets and GlobalNetworkSets: addresses that selectors find by labels.
 *
 * Source: Calico, `updateprocessors/networksetprocessor.go`.
 */
export function networkSets(
  resources: readonly Resource[],
  namespaceLabels: (name: string) => Labels,
  mentions: Mentions,
  complain: (resource: Resource, path: Path, message: string) => void,
): readonly LabelledAddresses[] {
  return resources.map((resource) => {
    const { kind, name, object, namespace = 'default' } = resource;
    const spec = Shape.of(object.spec ?? {}, ['spec'], (path, message) => complain(resource, path, message), ['nets']);
    const nets = spec.texts('nets') ?? [];
    const addresses = nets.flatMap((text) => {
      const range = parseCidr(text);
      if (range === undefined) spec.wrong('nets', `must hold addresses and CIDR blocks such as 192.0.2.0/24, and ${text} is none`);
      else mentions.blocks.set(text, range);
      mentions.peerBlocks.add(text);
      return range ?? [];
    });
    const labels = plainLabels(labelsOf(object));
    return {
      label: labelsOfSet({ name, namespace: kind === 'NetworkSet' ? namespace : undefined, labels, nets }, namespaceLabels),
      addresses,
    };
  });
}
