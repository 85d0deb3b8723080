import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';

/** Options of a {@link Deployment}: those of cdk8s-plus. */
export interface DeploymentProps extends plus.DeploymentProps {}

/** A Deployment of cdk8s-plus, hardened. */
export class Deployment extends plus.Deployment {
  public constructor(scope: Construct, id: string, props: DeploymentProps = {}) {
    super(scope, id, props);
    hardenDropIn(this, Deployment);
  }
}
