import { windows } from '../conditions';
import { control } from '../control';
import { everyContainer, is, isObject, type Json, listOf, repairing, since, unless } from '../requirement';

/** The API server refuses `false` beside `privileged: true` or SYS_ADMIN: such a container must be repaired there first. */
function needsEscalation(container: Json): boolean {
  const { privileged, capabilities } = isObject(container.securityContext) ? container.securityContext : {};
  const added: unknown = isObject(capabilities) ? capabilities.add : undefined;
  return privileged === true || (Array.isArray(added) && added.some((name) => name === 'SYS_ADMIN' || name === 'CAP_SYS_ADMIN'));
}

const written = repairing(everyContainer('securityContext.allowPrivilegeEscalation', is(false)), ({ path, fix }, { pod }) => {
  const [list, index] = path.slice((pod?.at.length ?? 0) + 1);
  const container = listOf(pod?.spec[String(list)])[Number(index)];
  if (container === undefined || !needsEscalation(container)) return fix;
  return {
    op: 'manual',
    instructions: 'Take away `privileged: true` or SYS_ADMIN first: the API server refuses `allowPrivilegeEscalation: false` beside them.',
  };
});

export const allowPrivilegeEscalation = control({
  id: 'allow-privilege-escalation',
  family: 'container',
  title: 'Forbid privilege escalation (no_new_privs)',
  severity: 'high',
  why: 'A setuid binary in the image makes root of a process that was started as somebody else.',
  references: { podSecurity: 'restricted', cis: ['5.2.6'], nsa: 'Pod security: restricting escalation to root' },
  counterparts: {
    trivy: ['KSV-0001'],
    checkov: ['CKV_K8S_20'],
    kubeLinter: ['privilege-escalation-container'],
    kubescape: ['C-0016'],
    polaris: ['privilegeEscalationAllowed'],
    kubesec: ['AllowPrivilegeEscalation'],
    kyverno: ['disallow-privilege-escalation'],
    gatekeeper: ['K8sPSPAllowPrivilegeEscalationContainer'],
    dockerBench: ['5.26'],
  },
  require: since('v1.8', unless(windows, written)),
  examples: {
    pass: [
      {
        because: 'no process can gain more than its parent has',
        pod: { containers: [{ securityContext: { allowPrivilegeEscalation: false } }] },
      },
      { because: 'Windows has no setuid', pod: { os: { name: 'windows' } } },
    ],
    fail: [
      { because: 'absent means true', pod: {} },
      { because: 'setuid works', pod: { containers: [{ securityContext: { allowPrivilegeEscalation: true } }] } },
      {
        because: 'init containers count',
        pod: { containers: [{ securityContext: { allowPrivilegeEscalation: false } }], initContainers: [{}] },
      },
    ],
  },
});
