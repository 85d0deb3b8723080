import { Testing } from 'cdk8s';
import { PushSecret } from 'tempered/kubernetes';
import { schemaErrors } from '../crd-schema';
import { plainChart } from '../rendered';

test('a PushSecret says which key goes where', () => {
  const chart = plainChart();
  const data = { password: { remoteKey: 'shop/database', property: 'password' } };
  new PushSecret(chart, 'push', { store: { kind: 'SecretStore', name: 'store' }, secret: { name: 'database' }, data });
  const [object] = Testing.synth(chart);
  expect(schemaErrors(object)).toEqual([]);
  expect(object.spec).toMatchObject({
    selector: { secret: { name: 'database' } },
    data: [{ match: { secretKey: 'password', remoteRef: data.password } }],
  });
});
