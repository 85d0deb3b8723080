import { calico } from 'tempered/kubernetes';
import { schemaErrors } from '../../crd-schema';
import { API_SERVER, exactlyTheStatedFlows } from '../random-flows';

const apiServer = [`${API_SERVER}/32`];

test('Calico allows exactly what is stated, and all that it is given is valid', () => {
  const valid = (object: object): void => {
    if ('apiVersion' in object && object.apiVersion === 'projectcalico.org/v3') expect(schemaErrors({ ...object })).toEqual([]);
  };
  exactlyTheStatedFlows(calico({ apiServer }), { apiServer: true }, { valid, runs: 25 });
});

test('Calico allows exactly that in a tier of its own', () => {
  exactlyTheStatedFlows(calico({ apiServer, tier: { name: 'shop', order: 500 } }), { apiServer: true }, { runs: 10 });
});
