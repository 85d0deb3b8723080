import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A ServiceAccount of cdk8s-plus, hardened. Pods get no token of it unless they ask for one. */
export class ServiceAccount extends plus.ServiceAccount {
  static {
    recognize(ServiceAccount, plus.ServiceAccount);
  }

  public constructor(scope: Construct, id: string, props?: plus.ServiceAccountProps) {
    super(scope, id, props);
    hardenDropIn(this, ServiceAccount);
  }
}
