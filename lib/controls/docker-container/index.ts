export { dockerPrivileged } from './docker-privileged';
