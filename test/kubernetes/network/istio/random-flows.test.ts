import { calico, cilium, istio, kubernetesPolicies } from 'tempered/kubernetes';
import { schemaErrors } from '../../crd-schema';
import { API_SERVER, exactlyTheStatedFlows } from '../random-flows';
import { istioAllows } from './mesh';
import { meshJudge } from './mesh-judge';

const apiServer = [`${API_SERVER}/32`];
const expressible = { apiServer: true, ranges: false };
const props = { unmeshed: ['monitoring'], plaintextPorts: [8080, 9090], registryOnly: false };

test('Istio over NetworkPolicy allows exactly what is stated, and all that it is given is valid', () => {
  const valid = (object: object): void => {
    if ('apiVersion' in object && String(object.apiVersion).includes('istio.io')) expect(schemaErrors({ ...object })).toEqual([]);
  };
  const judge = meshJudge({ tunnel: undefined, unmeshed: ['monitoring'], allows: istioAllows });
  exactlyTheStatedFlows(istio({ ...props, over: kubernetesPolicies({ apiServer }) }), expressible, { judge, valid, runs: 20 });
});

test('Istio over Cilium does so, names of the DNS included', () => {
  const judge = meshJudge({ tunnel: undefined, unmeshed: ['monitoring'], allows: istioAllows });
  exactlyTheStatedFlows(istio({ ...props, over: cilium() }), { ...expressible, fqdn: true }, { judge, runs: 10 });
});

test('an ambient mesh over Calico does so through its tunnel', () => {
  const judge = meshJudge({ tunnel: 15008, unmeshed: ['monitoring'], allows: istioAllows });
  exactlyTheStatedFlows(istio({ ...props, mode: 'ambient', over: calico({ apiServer }) }), expressible, { judge, runs: 12 });
});
