import { userNamespace } from '../conditions';
import { control } from '../control';
import { absentOr, everyContainer, unless } from '../requirement';

const defaultMask = everyContainer('securityContext.procMount', absentOr('Default'));

export const procMount = control({
  id: 'proc-mount',
  family: 'container',
  title: 'Keep the default /proc mask',
  severity: 'high',
  why: 'An unmasked /proc shows and changes kernel settings of the node.',
  references: { podSecurity: 'baseline', cis: ['5.6.3'] },
  counterparts: {
    trivy: ['KSV-0027'],
    kubeLinter: ['unsafe-proc-mount'],
    kubescape: ['C-0211'],
    polaris: ['procMount'],
    kyverno: ['disallow-proc-mount'],
    gatekeeper: ['K8sPSPProcMount'],
  },
  notes:
    'From 1.35 on Pod Security *baseline* accepts any value in a pod with `hostUsers: false`, *restricted* does not. The parameter `evenInUserNamespace` chooses; the API server itself accepts Unmasked only with `hostUsers: false`.',
  parameters: { evenInUserNamespace: true },
  require: ({ evenInUserNamespace }) => (evenInUserNamespace ? defaultMask : unless(userNamespace, defaultMask)),
  examples: {
    pass: [
      { because: 'absent means Default', pod: {} },
      {
        because: 'with a user namespace of its own, where a profile lets that count',
        parameters: { evenInUserNamespace: false },
        pod: { hostUsers: false, containers: [{ securityContext: { procMount: 'Unmasked' } }] },
      },
    ],
    fail: [{ because: 'nothing is masked', pod: { hostUsers: false, containers: [{ securityContext: { procMount: 'Unmasked' } }] } }],
  },
});
