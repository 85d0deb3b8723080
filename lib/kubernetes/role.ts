import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type Grant, grantedResources } from './grant';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/**
 * A Role of cdk8s-plus, hardened: a wildcard, `escalate`, `bind`, `impersonate` and a way into pods fail the synthesis unless waived.
 *
 * @example
 * ```ts
 * const reader = new Role(chart, 'reader');
 * reader.grant({ verbs: ['get', 'watch'], of: [ApiResource.CONFIG_MAPS], names: ['settings'] });
 * reader.bind(web.serviceAccount);
 * ```
 */
export class Role extends plus.Role {
  static {
    recognize(Role, plus.Role);
  }

  public constructor(scope: Construct, id: string, props?: plus.RoleProps) {
    super(scope, id, props);
    hardenDropIn(this, Role);
  }

  /** Adds a right that needs no waiver for its verbs, of every object or of some by name. */
  public grant(grant: Grant): void {
    this.allow([...grant.verbs], ...grantedResources(this.node.path, grant));
  }
}

/** A ClusterRole of cdk8s-plus, hardened as {@link Role}. */
export class ClusterRole extends plus.ClusterRole {
  static {
    recognize(ClusterRole, plus.ClusterRole);
  }

  public constructor(scope: Construct, id: string, props?: plus.ClusterRoleProps) {
    super(scope, id, props);
    hardenDropIn(this, ClusterRole);
  }

  /** Adds a right that needs no waiver for its verbs, of every object or of some by name. */
  public grant(grant: Grant): void {
    const endpoints = grantedResources(this.node.path, grant).map((resource) => ({
      asApiResource: () => resource,
      asNonApiResource: () => undefined,
    }));
    this.allow([...grant.verbs], ...endpoints);
  }
}
