import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { only, podWith } from './one-control';

const account: Json = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } };
const injected = {
  name: 'kube-api-access-x7k2p',
  projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] },
};

describe('automount-service-account-token', () => {
  const { audit, harden } = only('automount-service-account-token');

  test('hardening writes false on the pod and on its ServiceAccount', () => {
    const web = podWith({ serviceAccountName: 'web' });
    expect(harden(web, { beside: [account] })).toMatchObject({ spec: { automountServiceAccountToken: false } });
    expect(harden(account, { beside: [web] })).toMatchObject({ automountServiceAccountToken: false });
  });

  test('hardening writes false on the pod even where its ServiceAccount says so: scanners read one or the other', () => {
    const beside = [{ ...account, automountServiceAccountToken: false }];
    expect(harden(podWith({ serviceAccountName: 'web' }), { beside })).toMatchObject({ spec: { automountServiceAccountToken: false } });
  });

  test('hardening leaves the ServiceAccount of a pod that carries a waiver: it would take its token away', () => {
    const waiver = JSON.stringify({ reason: 'It watches Services.', expires: '2027-01-01' });
    const metadata = { name: 'web', annotations: { 'waive.tempered/automount-service-account-token': waiver } };
    const web = podWith({ serviceAccountName: 'web' }, { metadata });
    expect(harden(account, { beside: [web] })).toEqual(account);
    expect(harden(web, { beside: [account] })).toEqual(web);
    expect(harden({ ...account, metadata: { name: 'other' } }, { beside: [web] })).toMatchObject({ automountServiceAccountToken: false });
  });

  test('what somebody wrote stays, and changes with override', () => {
    const web = podWith({ automountServiceAccountToken: true });
    expect(harden(web)).toEqual(web);
    expect(harden(web, { override: true })).toMatchObject({ spec: { automountServiceAccountToken: false } });
  });

  test('a token that Kubernetes put into a dump is for a person: the field alone would not take it out', () => {
    const dump = podWith({ volumes: [injected] });
    expect(harden(dump, { override: true })).toEqual(dump);
    expect(audit(dump).findings.map(({ fix }) => fix.op)).toEqual(['manual']);
  });

  test('a value that is not known yet is no pass', () => {
    expect(audit(podWith({ automountServiceAccountToken: UNKNOWN })).findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
    const unknownAccount = { ...account, automountServiceAccountToken: UNKNOWN };
    const { findings } = audit(podWith({ serviceAccountName: 'web' }), unknownAccount);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });
});

describe('deprecated-service-account-field', () => {
  const { harden } = only('deprecated-service-account-field');

  test('hardening copies the name to the field that is read', () => {
    expect(harden(podWith({ serviceAccount: 'web' }))).toMatchObject({ spec: { serviceAccount: 'web', serviceAccountName: 'web' } });
  });

  test('of two names the one that the API server takes stays, with override', () => {
    const both = podWith({ serviceAccount: 'admin', serviceAccountName: 'web' });
    expect(harden(both)).toEqual(both);
    expect(harden(both, { override: true })).toEqual(podWith({ serviceAccountName: 'web' }));
  });
});

describe('projected-token-expiry', () => {
  const token = (fields: object) =>
    podWith({ volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token', ...fields } }] } }] });

  test('hardening writes the hour that the API server would give, and leaves the audience to a person', () => {
    const { harden, audit } = only('projected-token-expiry');
    const hardened = harden(token({}), { override: true });
    expect(hardened).toEqual(token({ expirationSeconds: 3600 }));
    expect(audit(hardened).findings.map(({ path }) => path.at(-1))).toEqual(['audience']);
  });

  test('a longer life is shortened with override only', () => {
    const { harden } = only('projected-token-expiry', { seconds: 900 });
    const day = token({ audience: 'vault', expirationSeconds: 86400 });
    expect(harden(day)).toEqual(day);
    expect(harden(day, { override: true })).toEqual(token({ audience: 'vault', expirationSeconds: 900 }));
  });
});
