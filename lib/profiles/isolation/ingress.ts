import type { ControlSettings } from '../profile';

/** What `restricted` asks. What opens the controller fails; the rest needs a certificate, a name or a decision. */
export const INGRESS_RESTRICTED = {
  'ingress-snippet-annotations': 'fail',
  'ingress-annotation-injection': 'fail',
  'ingress-tls': 'warn',
  'ingress-wildcard-host': 'warn',
  'ingress-unique-host': 'warn',
  'ingress-controller-end-of-life': 'warn',
  'dangling-ingress': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const INGRESS_BASELINE = {
  'ingress-snippet-annotations': 'fail',
  'ingress-annotation-injection': 'fail',
  'ingress-tls': 'warn',
  'ingress-controller-end-of-life': 'warn',
} as const satisfies ControlSettings;
