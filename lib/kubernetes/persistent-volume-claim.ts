import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A PersistentVolumeClaim of cdk8s-plus, hardened. */
export class PersistentVolumeClaim extends plus.PersistentVolumeClaim {
  static {
    recognize(PersistentVolumeClaim, plus.PersistentVolumeClaim);
  }

  public constructor(scope: Construct, id: string, props?: plus.PersistentVolumeClaimProps) {
    super(scope, id, props);
    hardenDropIn(this, PersistentVolumeClaim);
  }
}
