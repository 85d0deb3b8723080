import { Chart, type App as PlainApp, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { App, LocalhostAppArmor, LocalhostSeccomp, restricted, Sandbox, strictSeccompProfile, useUserNamespace } from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart, podSpecOf, rendered } from '../rendered';
import { deployment, WORKLOADS } from './workloads';

const strict = new LocalhostSeccomp('profiles/strict', strictSeccompProfile());

describe.each(WORKLOADS)('the pod of a %s', (kind, make) => {
  test('gets all that it is given, beside what hardening fills in', () => {
    const chart = plainChart();
    const workload = make(chart);
    strict.confine(workload);
    new LocalhostAppArmor('web').confine(workload);
    new Sandbox(chart, 'sandbox', { handler: 'kata' }).runs(workload);
    useUserNamespace(workload);
    expect(podSpecOf(workload)).toMatchObject({
      runtimeClassName: 'kata',
      hostUsers: false,
      securityContext: {
        seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/strict.json' },
        appArmorProfile: { type: 'Localhost', localhostProfile: 'web' },
      },
    });
  });

  test('before 1.30 names the AppArmor profile by an annotation of each container', () => {
    const workload = make(plainChart(), { initContainers: [{ name: 'first', image: IMAGE }] });
    new LocalhostAppArmor('web').confine(workload, { kubernetesVersion: 'v1.29' });
    const { metadata, spec } = rendered(workload);
    const annotations = [metadata, spec.template?.metadata, spec.jobTemplate?.spec.template.metadata].findLast(
      (each) => each !== undefined,
    ).annotations;
    const key = 'container.apparmor.security.beta.kubernetes.io/';
    expect(annotations).toEqual({ [`${key}main`]: 'localhost/web', [`${key}first`]: 'localhost/web' });
    expect(podSpecOf(workload).securityContext.appArmorProfile).toBeUndefined();
    expect(kind).toBe(rendered(workload).kind);
  });
});

test('a container that names a profile of its own keeps it', () => {
  const seccompProfile = { type: plus.SeccompProfileType.RUNTIME_DEFAULT };
  const web = deployment(plainChart(), { containers: [{ image: IMAGE, portNumber: 8080, securityContext: { seccompProfile } }] });
  strict.confine(web);
  const { securityContext, containers } = podSpecOf(web);
  expect(securityContext.seccompProfile.type).toBe('Localhost');
  expect(containers[0].securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
});

test('said twice the same way it is said once', () => {
  const web = deployment(plainChart());
  strict.confine(web);
  strict.confine(web);
  expect(podSpecOf(web).securityContext.seccompProfile.localhostProfile).toBe('profiles/strict.json');
});

test('two profiles for one pod are an error that names both and the construct', () => {
  const web = deployment(plainChart());
  strict.confine(web);
  new LocalhostSeccomp('loose', strictSeccompProfile({ allowJit: true })).confine(web);
  const message = failureOf(() => podSpecOf(web));
  expect(message).toMatch(/^shop\/web: the seccomp profile loose\.json cannot be given to this pod/);
  expect(message).toContain('profiles/strict.json');
});

test('a sandbox does not take the place of the RuntimeClass that somebody wrote', () => {
  const chart = plainChart();
  const web = deployment(chart, { runtimeClassName: 'nvidia' });
  new Sandbox(chart, 'sandbox', { handler: 'runsc' }).runs(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: the sandbox gvisor .*spec\.runtimeClassName is "nvidia" already/);
});

test('Windows has none of it', () => {
  const web = deployment(plainChart(), { os: 'windows' });
  strict.confine(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: .*its nodes are Windows/);
});

describe('a workload of cdk8s-plus itself', () => {
  const make = (app: PlainApp) => {
    const chart = new Chart(app, 'shop');
    const web = new plus.Deployment(chart, 'web', { containers: [{ image: IMAGE, portNumber: 8080 }] });
    strict.confine(web);
    return { chart, web };
  };

  test('is refused, since nothing would reach its pods', () => {
    const app = new App({ outdir: Testing.app().outdir });
    make(app);
    expect(failureOf(() => app.synthYaml())).toMatch(/shop\/web: the seccomp profile profiles\/strict\.json does not reach this pod/);
  });

  test('is served where a profile hardens it, also when that is said later', () => {
    const app = new App({ outdir: Testing.app().outdir });
    const { chart } = make(app);
    restricted.applyTo(chart);
    expect(app.synthYaml()).toContain('localhostProfile: profiles/strict.json');
  });
});
