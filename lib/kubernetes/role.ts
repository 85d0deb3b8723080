import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A Role of cdk8s-plus, hardened. */
export class Role extends plus.Role {
  static {
    recognize(Role, plus.Role);
  }

  public constructor(scope: Construct, id: string, props?: plus.RoleProps) {
    super(scope, id, props);
    hardenDropIn(this, Role);
  }
}

/** A ClusterRole of cdk8s-plus, hardened. */
export class ClusterRole extends plus.ClusterRole {
  static {
    recognize(ClusterRole, plus.ClusterRole);
  }

  public constructor(scope: Construct, id: string, props?: plus.ClusterRoleProps) {
    super(scope, id, props);
    hardenDropIn(this, ClusterRole);
  }
}
