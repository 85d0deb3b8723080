import { type HealthCheck, timesOf } from '../health-check';
import { execForm } from './quoting';

/** No check, for a reason: `{ none: 'a batch job that ends by itself', expires: '2027-06-30' }`. */
export interface NoHealthCheck {
  /** Why none is needed; it becomes the waiver of `dockerfile-healthcheck` that the file carries. */
  readonly none: string;
  /** The last day on which that holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** HEALTHCHECK as an instruction. */
export function healthCheck(check: HealthCheck): string {
  const { interval, timeout, startPeriod, retries } = timesOf(check);
  const flags = `--interval=${interval}s --timeout=${timeout}s --start-period=${startPeriod}s --retries=${retries}`;
  return `HEALTHCHECK ${flags} CMD ${execForm(check.command, 'HEALTHCHECK')}`;
}

/** Whether the user chose to have none. */
export function isNone(check: HealthCheck | NoHealthCheck): check is NoHealthCheck {
  return 'none' in check;
}
