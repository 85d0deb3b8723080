import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A RoleBinding of cdk8s-plus, hardened. */
export class RoleBinding extends plus.RoleBinding {
  static {
    recognize(RoleBinding, plus.RoleBinding);
  }

  public constructor(scope: Construct, id: string, props: plus.RoleBindingProps) {
    super(scope, id, props);
    hardenDropIn(this, RoleBinding);
  }
}

/** A ClusterRoleBinding of cdk8s-plus, hardened. */
export class ClusterRoleBinding extends plus.ClusterRoleBinding {
  static {
    recognize(ClusterRoleBinding, plus.ClusterRoleBinding);
  }

  public constructor(scope: Construct, id: string, props: plus.ClusterRoleBindingProps) {
    super(scope, id, props);
    hardenDropIn(this, ClusterRoleBinding);
  }
}
