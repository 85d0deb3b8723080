import { Duration, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { Deployment, ServiceAccount, WorkloadIdentity } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { failureOf, IMAGE, plainChart, rendered } from '../rendered';

const clientId = '0b7f3f5e-6a57-4d3c-9d0e-3f3e9b0d8a11';
const roleArn = 'arn:aws:iam::123456789012:role/shop/web';
const serviceAccount = 'shop-web@shop-project.iam.gserviceaccount.com';

function example() {
  const chart = plainChart();
  const web = new Deployment(chart, 'web');
  const [api, proxy] = ['api', 'proxy'].map((name) => web.addContainer({ name, image: IMAGE }));
  if (api === undefined || proxy === undefined) throw new Error('no container');
  const account = (): Json => Testing.synth(chart).find(({ kind }) => kind === 'ServiceAccount');
  return { chart, web, api, account };
}

test('Azure: the account names the identity, the pods say that they use it', () => {
  const { web, account } = example();
  WorkloadIdentity.azure({ clientId, tenantId: clientId, tokenExpiration: Duration.hours(2) }).assignTo(web);
  expect(account().metadata.annotations).toEqual({
    'azure.workload.identity/client-id': clientId,
    'azure.workload.identity/tenant-id': clientId,
    'azure.workload.identity/service-account-token-expiration': '7200',
  });
  const { spec } = rendered(web);
  expect(spec.template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
  // A label that the selector names could not be taken away again.
  expect(spec.selector.matchLabels).not.toHaveProperty('azure.workload.identity/use');
});

test('AWS: the account names the role; the token ends after an hour and is shown to the own region only', () => {
  const { web, account } = example();
  WorkloadIdentity.aws({ roleArn }).assignTo(web);
  expect(account().metadata.annotations).toEqual({
    'eks.amazonaws.com/role-arn': roleArn,
    'eks.amazonaws.com/sts-regional-endpoints': 'true',
    'eks.amazonaws.com/token-expiration': '3600',
  });
});

test('GCP: the account names the service account of Google', () => {
  const { web, account } = example();
  WorkloadIdentity.gcp({ serviceAccount }).assignTo(web);
  expect(account().metadata.annotations).toEqual({ 'iam.gke.io/gcp-service-account': serviceAccount });
});

test.each([
  ['azure', WorkloadIdentity.azure({ clientId })],
  ['aws', WorkloadIdentity.aws({ roleArn })],
  ['gcp', WorkloadIdentity.gcp({ serviceAccount })],
])('no pod gets a token of the API server for it: %s', (_, identity) => {
  const { web, account } = example();
  identity.assignTo(web);
  expect(account().automountServiceAccountToken).toBe(false);
  const { spec } = rendered(web).spec.template;
  expect(spec.automountServiceAccountToken).toBe(false);
  // The webhooks mount the token of the cloud.
  expect(spec.volumes).toBeUndefined();
});

test('only the named containers get the token, also of those that are added later', () => {
  const { web, api } = example();
  WorkloadIdentity.azure({ clientId }).assignTo(web, { containers: [api] });
  web.addInitContainer({ name: 'migrate', image: IMAGE });
  expect(rendered(web).spec.template.metadata.annotations).toEqual({ 'azure.workload.identity/skip-containers': 'migrate;proxy' });
  const aws = example();
  WorkloadIdentity.aws({ roleArn }).assignTo(aws.web, { containers: [aws.api] });
  expect(rendered(aws.web).spec.template.metadata.annotations).toEqual({ 'eks.amazonaws.com/skip-containers': 'proxy' });
  const gcp = example();
  const gcpIdentity = WorkloadIdentity.gcp({ serviceAccount });
  expect(failureOf(() => gcpIdentity.assignTo(gcp.web, { containers: [gcp.api] }))).toContain('the whole pod has the identity');
});

test('an account alone can have it, such as that of a store', () => {
  const chart = plainChart();
  WorkloadIdentity.aws({ roleArn }).assignTo(new ServiceAccount(chart, 'reader'));
  const [object]: Json[] = Testing.synth(chart);
  expect(object?.metadata.annotations).toMatchObject({ 'eks.amazonaws.com/role-arn': roleArn });
});

test('an account that is made elsewhere, or has another identity, is refused', () => {
  const { chart, web } = example();
  const shared = plus.ServiceAccount.fromServiceAccountName(chart, 'shared', 'shared');
  const other = new Deployment(chart, 'other', { serviceAccount: shared, containers: [{ image: IMAGE }] });
  const identity = WorkloadIdentity.aws({ roleArn });
  expect(failureOf(() => identity.assignTo(other))).toBe(
    'shop/other: its ServiceAccount is not made here, and cannot be annotated from here',
  );
  identity.assignTo(web);
  identity.assignTo(web);
  expect(failureOf(() => WorkloadIdentity.gcp({ serviceAccount }).assignTo(web))).toContain('another identity already');
});

test.each([
  ['a name for a client id', () => WorkloadIdentity.azure({ clientId: 'shop' }), '"azure.clientId" must be a UUID'],
  [
    'a token for a minute',
    () => WorkloadIdentity.azure({ clientId, tokenExpiration: Duration.minutes(1) }),
    '"azure.tokenExpiration" must be 1 to 24 hours',
  ],
  // @ts-expect-error no ARN of a role
  ['a user for a role', () => WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:user/shop' }), '"aws.roleArn" must be the ARN'],
  ['no account number', () => WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::12:role/shop' }), '"aws.roleArn" must be the ARN'],
  // @ts-expect-error a person
  ['a person', () => WorkloadIdentity.gcp({ serviceAccount: 'me@example.com' }), '"gcp.serviceAccount" must be the address'],
])('%s is refused by the workload that is given it, and not repeated', (_, make, wanted) => {
  const message = failureOf(() => make().assignTo(example().web));
  expect(message).toContain(`shop/web: ${wanted}`);
  expect(message).not.toContain('me@example.com');
});
