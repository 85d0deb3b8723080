import { Testing } from 'cdk8s';
import { Env, Secret as PlainSecret } from 'cdk8s-plus-28';
import { defineProfile, PROFILES, restricted } from 'tempered';
import { Deployment, EnvValue, Secret } from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart } from '../rendered';

const VALUE = 'Tr0ub4dor3xkcd';
const CONTROLS = ['secret-manifest', 'sensitive-env-value', 'secret-in-env'] as const;
const strict = defineProfile({
  name: 'no-values',
  extends: restricted,
  controls: { 'secret-manifest': 'fail', 'sensitive-env-value': 'fail', 'secret-in-env': 'fail' },
});

function example() {
  const chart = plainChart();
  const secret = new Secret(chart, 'secret', { stringData: { password: VALUE } });
  const envVariables = { DB_PASSWORD: EnvValue.fromValue(VALUE), OTHER: EnvValue.fromSecretValue({ secret, key: 'password' }) };
  const envFrom = [Env.fromSecret(PlainSecret.fromSecretName(chart, 'other', 'other'))];
  new Deployment(chart, 'web', { containers: [{ image: IMAGE, portNumber: 8080, envVariables, envFrom }] });
  return chart;
}

test('a value that is written out is advice in every profile of the library, so that programs keep running', () => {
  const levels = PROFILES.flatMap((profile) => CONTROLS.map((control) => profile.entry(control)?.level ?? 'off'));
  expect(levels).not.toContain('fail');
  expect(() => Testing.synth(example())).not.toThrow();
});

test('a profile makes it fail, and the error does not repeat it', () => {
  const chart = example();
  strict.applyTo(chart);
  const message = failureOf(() => Testing.synth(chart));
  for (const control of CONTROLS) expect(message).toContain(control);
  expect(message).not.toContain(VALUE);
});
