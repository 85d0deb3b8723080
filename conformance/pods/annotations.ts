import fc, { type Arbitrary } from 'fast-check';
import { type Choose, seldom } from './choice';

const KEYS = [
  'seccomp.security.alpha.kubernetes.io/pod',
  'container.seccomp.security.alpha.kubernetes.io/web0',
  'container.seccomp.security.alpha.kubernetes.io/nobody',
  'container.apparmor.security.beta.kubernetes.io/web0',
  'container.apparmor.security.beta.kubernetes.io/setup0',
  'container.apparmor.security.beta.kubernetes.io/',
  'seccomp.security.alpha.kubernetes.io/pods',
  'container.apparmor.security.beta.kubernetes.io',
  'example.org/owner',
];

/** The annotations that were the fields of today once. */
export function annotations(choose: Choose): Arbitrary<Record<string, string | null> | undefined> {
  const value = choose<string | null>(
    ['runtime/default', 'localhost/web'],
    ['docker/default', 'unconfined', '', null, 'localhost', 'localhost/', 'Runtime/Default', 'RuntimeDefault'],
  );
  return seldom(fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 3 }));
}
