import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A Namespace of cdk8s-plus, hardened. */
export class Namespace extends plus.Namespace {
  static {
    recognize(Namespace, plus.Namespace);
  }

  public constructor(scope: Construct, id: string, props?: plus.NamespaceProps) {
    super(scope, id, props);
    hardenDropIn(this, Namespace);
  }
}
