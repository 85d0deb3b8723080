import { SelinuxOptions } from 'tempered/kubernetes';
import { failureOf, plainChart, podSpecOf, rendered } from '../rendered';
import { deployment } from './workloads';

const because = { reason: 'a policy of the nodes, by udica', expires: '2999-12-31' };

test('a level keeps pods of different categories apart, and needs no waiver', () => {
  const web = deployment(plainChart());
  new SelinuxOptions({ level: 's0:c123,c456' }).confine(web);
  expect(podSpecOf(web).securityContext.seLinuxOptions).toEqual({ level: 's0:c123,c456' });
  expect(rendered(web).metadata.annotations).toBeUndefined();
});

test('a type of containers is allowed', () => {
  const web = deployment(plainChart());
  new SelinuxOptions({ type: 'container_kvm_t' }).confine(web);
  expect(podSpecOf(web).securityContext.seLinuxOptions).toEqual({ type: 'container_kvm_t' });
});

test.each(['spc_t', 'my_web.process'])('the type %s of the nodes fails the synthesis unless its risk is taken', (type) => {
  const refused = deployment(plainChart());
  new SelinuxOptions({ type }).confine(refused);
  expect(failureOf(() => podSpecOf(refused))).toContain("control: 'selinux-options'");
  const web = deployment(plainChart());
  new SelinuxOptions({ type }).confine(web, because);
  expect(podSpecOf(web).securityContext.seLinuxOptions).toEqual({ type });
  expect(rendered(web).metadata.annotations).toEqual({ 'waive.tempered/selinux-options': JSON.stringify(because) });
});

test('two labels for one pod are an error that names both and the construct', () => {
  const web = deployment(plainChart());
  new SelinuxOptions({ level: 's0:c1,c2' }).confine(web);
  new SelinuxOptions({ level: 's0:c3,c4' }).confine(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: the SELinux label s0:c3,c4 .*s0:c1,c2/);
});

test.each([
  [{}, /neither a type nor a level/],
  [{ type: 'container t' }, /"container t" is no type/],
  [{ level: 'c123,c456' }, /"c123,c456" is no level/],
  [{ level: 's0:c1,' }, /"s0:c1," is no level/],
])('%j is refused', (options, message) => {
  expect(() => new SelinuxOptions(options)).toThrow(message);
});

test.each(['s0', 's0-s0:c0.c1023', 's0:c1,c2', 's0:c0.c9,c12'])('%s is a level', (level) => {
  expect(() => new SelinuxOptions({ level })).not.toThrow();
});
