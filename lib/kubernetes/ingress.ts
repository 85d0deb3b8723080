import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** An Ingress of cdk8s-plus, hardened. */
export class Ingress extends plus.Ingress {
  static {
    recognize(Ingress, plus.Ingress);
  }

  public constructor(scope: Construct, id: string, props?: plus.IngressProps) {
    super(scope, id, props);
    hardenDropIn(this, Ingress);
  }
}
