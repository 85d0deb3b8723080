import { TemperedError } from '../errors';

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

/** Its times in seconds and its retries, with what is left open filled in. */
export interface HealthCheckTimes {
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

/**
 * The times of a health check.
 *
 * @throws a TemperedError `invalid-health-check` for what is no whole number above 0
 */
export function timesOf({ interval = 30, timeout = 3, startPeriod = 10, retries = 3 }: HealthCheck): HealthCheckTimes {
  const times = { interval, timeout, startPeriod, retries };
  for (const [name, value] of Object.entries(times))
    if (!Number.isInteger(value) || value < 1)
      throw new TemperedError('invalid-health-check', `${name} of a health check must be a whole number above 0, not ${value}`);
  return times;
}
