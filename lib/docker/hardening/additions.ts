import type { Profile } from '../../profiles/profile';
import type { ResourceWaiver } from '../resource-waiver';

/** What every resource of ours takes beside the arguments of @pulumi/docker. */
export interface Additions {
  /**
   * Risks that are taken. Where the resource has labels they are written there, so that an audit of the running engine honours and
   * lists them.
   *
   * @default - none
   */
  readonly waivers?: readonly ResourceWaiver[];
  /**
   * Which controls are asked, and whether a finding stops the deployment.
   *
   * @default restricted
   */
  readonly profile?: Profile;
  /**
   * What the daemon.json of the engine says, under the engine's own keys. What it sets for all containers (`no-new-privileges`) counts
   * for this one, too.
   *
   * @default - nothing is known of it
   */
  readonly daemon?: Readonly<Record<string, unknown>>;
}
