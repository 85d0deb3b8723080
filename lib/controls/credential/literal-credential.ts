import { credentialFormat } from './credential-format';
import { nameMeaning } from './credential-name';
import { isRandom } from './randomness';
import { standsForAnother, withoutReferences } from './reference';

/** Switches and settings under the name of a credential: `ALLOW_EMPTY_PASSWORD=yes`, `NEO4J_AUTH=none`. */
const SWITCH = /^(?:true|false|yes|no|on|off|enabled?|disabled?|none|null|nil|undefined|optional|required|auto|[01])$/i;

/** A path to a file, as `DB_PASSWORD=/run/secrets/db-password` has it. */
const FILE_PATH =
  /^(?:file:\/\/.*|(?:~|\.{1,2})\/.*|\/(?:[\w.@-]+\/)*[\w@-]*\.[\w.-]*|\/(?:run|var|etc|secrets?|mnt|vault|tmp|home|opt|srv|usr|app|data|root|config|certs?|keys?|proc|dev)(?:\/[\w.@-]+)+\/?|[A-Za-z]:\\.*)$/;

/**
 * Why a value that is written out under a name (of a variable, an option, a key) is a credential; undefined where it is none.
 * The reason completes "The value …" and never repeats the value. Judged in this order:
 *
 * - its format (`is a GitHub token`), whatever the name;
 * - its name, where a value stands there that is no reference, no switch, no path and no placeholder to fill in (`<password>`).
 *   `changeme` and `postgres` are values: they are what an attacker tries first;
 * - its randomness, where the name does not say that it is a digest or an id.
 *
 * `${NAME}` and `$(NAME)` are no values, `${NAME:-default}` is judged by its default. Null, empty: none.
 */
export function literalCredential(name: string | undefined, value: string | null): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const format = credentialFormat(value);
  if (format !== undefined) return `is ${format}`;
  const written = withoutReferences(value).trim();
  if (written === '' || standsForAnother(written)) return undefined;
  if (name !== undefined && nameMeaning(name) === 'credential' && !SWITCH.test(written) && !FILE_PATH.test(written)) {
    return 'is written out under the name of a credential';
  }
  return isRandom(name, written) ? 'is as random as a key' : undefined;
}
