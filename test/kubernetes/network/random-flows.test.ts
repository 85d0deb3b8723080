import { cilium, kubernetesPolicies } from 'tempered/kubernetes';
import { schemaErrors } from '../crd-schema';
import { API_SERVER, exactlyTheStatedFlows } from './random-flows';

test('NetworkPolicy allows exactly what is stated', () => {
  exactlyTheStatedFlows(kubernetesPolicies({ apiServer: [`${API_SERVER}/32`] }), { apiServer: true, foreign: true });
});

test('Cilium allows exactly what is stated, and all that it is given is valid', () => {
  const valid = (object: object): void => {
    if ('kind' in object && object.kind === 'CiliumNetworkPolicy') expect(schemaErrors({ ...object })).toEqual([]);
  };
  exactlyTheStatedFlows(cilium(), { fqdn: true, apiServer: true, foreign: true }, { valid });
});
