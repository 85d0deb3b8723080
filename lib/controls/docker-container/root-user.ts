import { type Json, UNKNOWN } from '../requirement';
import { isAssumed } from './field-reading';
import { knownImageOf } from './known-image-of';

/** Whether `USER` or `user` means root: an engine takes the name, any spelling of the number, and no user at all for it. */
export function isRoot(user: string): boolean {
  const [name = ''] = user.split(':', 1);
  return name === '' || name === 'root' || /^[+-]?0+$/.test(name);
}

/** Who the image runs as by itself; undefined where that is not known, empty where it is root. */
export function userOfImage(container: Json): string | undefined {
  const user: unknown = container.imageConfig?.user;
  if (typeof user === 'string') return user;
  // Our own constructs set the user rather than rely on what a table says of a tag.
  return isAssumed(container) ? undefined : knownImageOf(container)?.runsAs;
}

/** Whether it is known that the container does not run as root. */
export function isKnownNonRoot(container: Json): boolean {
  const written: unknown = container.user;
  if (written === UNKNOWN) return false;
  if (typeof written === 'string' && written !== '') return !isRoot(written);
  return !isRoot(userOfImage(container) ?? '');
}
