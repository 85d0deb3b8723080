import { App as Cdk8sApp, Chart, Testing } from 'cdk8s';
import { App, Deployment } from 'tempered/kubernetes';

const image = 'registry.example/web:1.2.3@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('a Deployment is hardened by Testing.synth', () => {
  const chart = Testing.chart();
  new Deployment(chart, 'web', { containers: [{ image, portNumber: 8080 }] });
  const [deployment] = Testing.synth(chart);
  expect(deployment.spec.template.spec.containers[0].securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  });
  expect(deployment.spec.template.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
});

test.each([
  ['cdk8s', Cdk8sApp],
  ['tempered', App],
])('all findings of an app come in one error in the App of %s', (_, AppClass) => {
  const app = new AppClass();
  const shop = new Chart(app, 'shop');
  const desk = new Chart(app, 'desk');
  const containers = [{ image, securityContext: { privileged: true, allowPrivilegeEscalation: true } }];
  new Deployment(shop, 'web', { containers });
  new Deployment(desk, 'web', { containers });
  let message = '';
  try {
    app.synthYaml();
  } catch (error) {
    message = String(error);
  }
  expect(message.match(/privileged in container/g)).toHaveLength(2);
  expect(message).toContain('construct shop/web/Resource, made at');
  expect(message).toContain('deployment.test.ts');
  expect(message).toContain('construct desk/web/Resource');
});
