export { danglingService } from './dangling-service';
export { externalIpService } from './external-ip-service';
export { externalNameService } from './external-name-service';
export { loadBalancerNodePorts } from './load-balancer-node-ports';
export { loadBalancerService } from './load-balancer-service';
export { nodePortService } from './node-port-service';
export { serviceSshPort } from './service-ssh-port';
