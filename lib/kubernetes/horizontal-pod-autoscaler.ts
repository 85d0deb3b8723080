import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A HorizontalPodAutoscaler of cdk8s-plus, hardened. */
export class HorizontalPodAutoscaler extends plus.HorizontalPodAutoscaler {
  static {
    recognize(HorizontalPodAutoscaler, plus.HorizontalPodAutoscaler);
  }

  public constructor(scope: Construct, id: string, props: plus.HorizontalPodAutoscalerProps) {
    super(scope, id, props);
    hardenDropIn(this, HorizontalPodAutoscaler);
  }
}
