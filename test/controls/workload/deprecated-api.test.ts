import { API_DEPRECATIONS } from '../../../lib/controls/workload/api-deprecations';
import { findingsIn } from './findings';

const flowSchema = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kind: 'FlowSchema', metadata: { name: 'web' } };
const messages = (minor: number) => findingsIn('deprecated-api', [flowSchema], { minor }).map(({ message }) => message);

describe('the table of deprecated APIs', () => {
  const rows = API_DEPRECATIONS.flatMap((each) => each.kinds.map((kind) => ({ ...each, key: `${each.apiVersion} ${kind}`, kind })));

  test('names each kind of a version once', () => {
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test('lets nothing be removed before it is deprecated', () => {
    expect(rows.filter(({ deprecated, removed = 99 }) => removed < deprecated)).toEqual([]);
  });

  test('names nothing as a replacement that is deprecated itself', () => {
    const given = new Set(rows.map(({ key }) => key));
    expect(rows.filter(({ instead, kind }) => given.has(`${instead} ${kind}`))).toEqual([]);
  });
});

test('a version is judged as the Kubernetes version sees it that is asked about', () => {
  expect(messages(28)).toEqual([]);
  expect(messages(29)).toEqual([
    'apiVersion is "flowcontrol.apiserver.k8s.io/v1beta3", must be `flowcontrol.apiserver.k8s.io/v1` (this one is deprecated, and not served from v1.32 on)',
  ]);
  expect(messages(32)).toEqual([
    'apiVersion is "flowcontrol.apiserver.k8s.io/v1beta3", must be `flowcontrol.apiserver.k8s.io/v1` (this one is not served since v1.32)',
  ]);
});

test('a custom resource whose version looks old is not judged', () => {
  expect(findingsIn('deprecated-api', [{ apiVersion: 'example.com/v1beta1', kind: 'Ingress', metadata: { name: 'web' } }])).toEqual([]);
});
