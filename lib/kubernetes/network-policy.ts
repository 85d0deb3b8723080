import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A NetworkPolicy of cdk8s-plus, hardened. */
export class NetworkPolicy extends plus.NetworkPolicy {
  static {
    recognize(NetworkPolicy, plus.NetworkPolicy);
  }

  public constructor(scope: Construct, id: string, props?: plus.NetworkPolicyProps) {
    super(scope, id, props);
    hardenDropIn(this, NetworkPolicy);
  }
}
