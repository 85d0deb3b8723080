import * as docker from 'tempered/docker';
import { storefront } from './storefront';

/** The Pulumi program: `pulumi up` makes a network for each flow, the volume and the containers. */
export const { containers } = new docker.DeployedStack('storefront', { stack: storefront() });
