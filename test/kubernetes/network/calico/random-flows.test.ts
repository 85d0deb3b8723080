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

test.each([
  ['in a tier of its own', { tier: { name: 'shop', order: 500 } }],
  ['without a guard for the namespaces', { wholeNamespaces: false }],
  ['without a guard in a tier of its own', { tier: { name: 'shop', order: 500 }, wholeNamespaces: false }],
])('Calico allows exactly that %s', (_, props) => {
  exactlyTheStatedFlows(calico({ apiServer, ...props }), { apiServer: true }, { runs: 8 });
});
