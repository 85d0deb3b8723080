import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A Service of cdk8s-plus, hardened. */
export class Service extends plus.Service {
  static {
    recognize(Service, plus.Service);
  }

  public constructor(scope: Construct, id: string, props?: plus.ServiceProps) {
    super(scope, id, props);
    hardenDropIn(this, Service);
  }
}
