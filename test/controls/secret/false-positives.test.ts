import { CORPUS, countCredentials } from '../../../benchmarks/credentials';

const counted = countCredentials(CORPUS);

/** What somebody looked at and knows to be one: the bait of the goat, and the password of the voting app's database. */
const CREDENTIALS = new Set(['k8svaultapikey', 'k8swebhookapikey', 'k8sgoatvaultkey', 'POSTGRES_PASSWORD']);

/** Of a thousand ordinary values at most one may be taken for a credential: docs/secrets.md says so. */
const BOUND = 1 / 1_000;

describe('of the manifests of four other projects', () => {
  test('at most one value in a thousand is taken for a credential and is none', () => {
    const wrong = counted.suspected.filter(({ place }) => !CREDENTIALS.has(place));
    expect(counted.values).toBeGreaterThan(2_500);
    expect(wrong.length / counted.values).toBeLessThanOrEqual(BOUND);
    expect(wrong).toEqual([]); // today: none at all
  });

  test('randomness alone finds one value, and it is a key', () => {
    const random = counted.suspected.filter(({ because }) => because.includes('random'));
    expect(random.map(({ place }) => place)).toEqual(['k8sgoatvaultkey']);
  });

  test('the controls find what has a credential in it, and what Secrets hold whatever it is', () => {
    expect(counted.findings.map(({ place, because }) => `${because}: ${place}`)).toEqual([
      'secret-manifest: Secret alertmanager-main stringData.alertmanager.yaml',
      'secret-manifest: Secret grafana-config stringData.grafana.ini',
      'secret-manifest: Secret grafana-datasources stringData.datasources.yaml',
      'secret-manifest: Secret vaultapikey data.k8svaultapikey',
      'secret-manifest: Secret webhookapikey data.k8swebhookapikey',
      'secret-manifest: Secret goatvault data.k8sgoatvaultkey',
      'sensitive-env-value: Deployment db spec.template.spec.containers.0.env.1.value',
    ]);
  });
});
