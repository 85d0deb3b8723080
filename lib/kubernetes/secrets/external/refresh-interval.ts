import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { constructError } from '../construct-error';

/**
 * How often the operator looks, in its words. Zero would mean once and never again, and there is `refreshPolicy` to say so.
 *
 * @throws a TemperedError `invalid-refresh-interval`
 */
export function refreshIntervalOf(scope: Construct, id: string, interval: Duration = Duration.hours(1)): string {
  const milliseconds = interval.toMilliseconds();
  if (milliseconds > 0 && milliseconds % 1000 === 0) return `${milliseconds / 1000}s`;
  const wrong = '"refreshInterval" must be a whole number of seconds, one at least';
  throw constructError('invalid-refresh-interval', scope, id, wrong, 'Where nothing is to be asked again: refreshPolicy: "CreatedOnce".');
}
