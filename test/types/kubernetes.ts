/**
 * What does not compile. The type check fails where one of these lines would: an unused `@ts-expect-error` is an error.
 */
import type { Chart } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as tempered from 'tempered/kubernetes';

declare const chart: Chart;
const image = 'registry.example/web:1.4.2';
const because = { reason: 'until the vendor mends it', expires: '2027-03-31' };

export function waiversNeedAReasonAndAnEnd(): void {
  tempered.waive(chart, { control: 'host-network', ...because, ticket: 'SEC-1' });
  // @ts-expect-error no reason
  tempered.waive(chart, { control: 'host-network', expires: '2027-03-31' });
  // @ts-expect-error no end
  tempered.waive(chart, { control: 'host-network', reason: 'until the vendor mends it' });
  // @ts-expect-error no such control
  tempered.waive(chart, { control: 'host-netwrok', ...because });
  // @ts-expect-error a container names itself
  new tempered.Container({ image, waivers: [{ control: 'privileged', container: 'web', ...because }] });
  // @ts-expect-error no reason in an option either
  new tempered.Deployment(chart, 'web', { waivers: [{ control: 'host-network', expires: '2027-03-31' }] });
}

export function insecureValuesOfOurPropsNeedAWaiver(): void {
  new tempered.Deployment(chart, 'fine', { hostPid: false, shareProcessNamespace: { value: true, ...because } });
  // @ts-expect-error sees the processes of the node
  new tempered.Deployment(chart, 'pid', { hostPid: true });
  // @ts-expect-error shares memory with the node
  new tempered.StatefulSet(chart, 'ipc', { hostIpc: true });
  // @ts-expect-error sees the processes of the other containers
  new tempered.DaemonSet(chart, 'share', { shareProcessNamespace: true });
  // @ts-expect-error learns the addresses of all Services
  new tempered.Pod(chart, 'links', { enableServiceLinks: true });
  // @ts-expect-error a waiver without a reason is none
  new tempered.Job(chart, 'job', { hostPid: { value: true, expires: '2027-03-31' } });
  // @ts-expect-error a waived secure value waives nothing
  new tempered.Job(chart, 'job', { hostPid: { value: false, ...because } });
}

export function misspeltOptionsAreSeen(): void {
  // @ts-expect-error writablePath
  new tempered.Deployment(chart, 'web', { containers: [{ image, writablePath: ['/tmp'] }] });
  // @ts-expect-error a budget is false or an object
  new tempered.Deployment(chart, 'web', { disruptionBudget: true });
  // @ts-expect-error a DaemonSet has no budget
  new tempered.DaemonSet(chart, 'agent', { disruptionBudget: false });
}

export function insecureValuesOfInheritedPropsCompile(): void {
  const securityContext = { privileged: true, readOnlyRootFilesystem: false };
  new tempered.Deployment(chart, 'web', { hostNetwork: true, containers: [{ image, securityContext }] });
}

export function constructsOfBothLibrariesAreEachOther(web: plus.Deployment, ours: tempered.Deployment): void {
  const theirs: plus.Deployment = ours;
  const alike: tempered.Deployment = web;
  const service: tempered.Service = theirs.exposeViaService();
  const container: tempered.Container = alike.addContainer({ image });
  const props: plus.DeploymentProps = { containers: [{ image }] };
  const wider: tempered.DeploymentProps = props;
  const narrower: plus.ContainerProps = { image, ...wider.containers?.[0] };
  new plus.Service(chart, 'plain', { selector: ours, ports: service.ports });
  alike.attachContainer(new plus.Container(narrower));
  theirs.attachContainer(container);
}
