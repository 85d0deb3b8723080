import type { Json } from '../../../lib/controls/requirement';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { only } from './findings';

const labelsAfter = (metadata: Json, parameters?: object): unknown => {
  const object = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata };
  return harden(resource(object), { profile: only('required-labels', parameters) }).resource.object.metadata.labels;
};

describe('the recommended label', () => {
  test('is filled in from the name', () => {
    expect(labelsAfter({ name: 'web', labels: { team: 'shop' } })).toEqual({ team: 'shop', 'app.kubernetes.io/name': 'web' });
  });

  test.each(['system:controller', 'a'.repeat(64), 'web-'])('is not filled in from a name that no label can hold: %s', (name) => {
    expect(labelsAfter({ name })).toBeUndefined();
  });

  test('is not filled in where the API server makes up the name', () => {
    expect(labelsAfter({ generateName: 'web' })).toBeUndefined();
  });

  test('is the only one that is filled in', () => {
    expect(labelsAfter({ name: 'web' }, { labels: ['example.com/owner'] })).toBeUndefined();
  });
});
