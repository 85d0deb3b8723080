import type { TemperedError } from '../../errors';
import { constructError } from '../secrets/construct-error';
import type { Statement } from './statement';
import type { Wrong } from './wrong';

/** Says which flow it is: of which construct, and in which direction. */
export function errorOf({ subject, direction }: Statement, { code, wrong, hint }: Wrong): TemperedError {
  return constructError(code, subject, '', `a flow ${direction === 'egress' ? 'out of' : 'into'} it ${wrong}`, hint);
}
