import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A ConfigMap of cdk8s-plus, hardened. */
export class ConfigMap extends plus.ConfigMap {
  static {
    recognize(ConfigMap, plus.ConfigMap);
  }

  public constructor(scope: Construct, id: string, props?: plus.ConfigMapProps) {
    super(scope, id, props);
    hardenDropIn(this, ConfigMap);
  }
}
