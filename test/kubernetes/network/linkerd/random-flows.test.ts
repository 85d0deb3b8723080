import { kubernetesPolicies, linkerd } from 'tempered/kubernetes';
import { schemaErrors } from '../../crd-schema';
import { meshJudge } from '../istio/mesh-judge';
import { API_SERVER, exactlyTheStatedFlows } from '../random-flows';
import { linkerdAllows } from './mesh';

test('Linkerd over NetworkPolicy allows exactly what is stated, and all that it is given is valid', () => {
  const valid = (object: object): void => {
    if ('apiVersion' in object && String(object.apiVersion).startsWith('policy.linkerd.io'))
      expect(schemaErrors({ ...object })).toEqual([]);
  };
  const apiServer = [`${API_SERVER}/32`];
  const judge = meshJudge({ tunnel: 4143, unmeshed: [], allows: linkerdAllows });
  const dialect = linkerd({ over: kubernetesPolicies({ apiServer }), apiServer, plaintextPorts: [8080, 9090] });
  exactlyTheStatedFlows(dialect, { apiServer: true, ranges: false, everyPort: false }, { judge, valid, runs: 20 });
});
