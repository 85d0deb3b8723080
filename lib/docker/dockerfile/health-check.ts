import { TemperedError } from '../../errors';
import { execForm } from './quoting';

/** How an engine learns whether the process still does its work. */
export interface HealthCheck {
  /**
   * The program and its arguments, started in the container without a shell: exit 0 is healthy. Where an image has neither curl
   * nor wget, the program itself can answer (`['/app', '--health']`), or its interpreter can ask.
   */
  readonly command: readonly string[];
  /**
   * Seconds between two checks.
   *
   * @default 30, the engine's own
   */
  readonly interval?: number;
  /**
   * Seconds after which a check has failed.
   *
   * @default 3: what answers later than that has no use for its callers either
   */
  readonly timeout?: number;
  /**
   * Seconds after the start in which a failure does not count.
   *
   * @default 10
   */
  readonly startPeriod?: number;
  /**
   * Failures in a row that make the container unhealthy.
   *
   * @default 3, the engine's own
   */
  readonly retries?: number;
}

/** No check, for a reason: `{ none: 'a batch job that ends by itself', expires: '2027-06-30' }`. */
export interface NoHealthCheck {
  /** Why none is needed; it becomes the waiver of `dockerfile-healthcheck` that the file carries. */
  readonly none: string;
  /** The last day on which that holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** HEALTHCHECK as an instruction. */
export function healthCheck({ command, interval = 30, timeout = 3, startPeriod = 10, retries = 3 }: HealthCheck): string {
  for (const [name, value] of Object.entries({ interval, timeout, startPeriod, retries }))
    if (!Number.isInteger(value) || value < 1)
      throw new TemperedError('invalid-health-check', `${name} of a health check must be a whole number above 0, not ${value}`);
  const flags = `--interval=${interval}s --timeout=${timeout}s --start-period=${startPeriod}s --retries=${retries}`;
  return `HEALTHCHECK ${flags} CMD ${execForm(command, 'HEALTHCHECK')}`;
}

/** Whether the user chose to have none. */
export function isNone(check: HealthCheck | NoHealthCheck): check is NoHealthCheck {
  return 'none' in check;
}
