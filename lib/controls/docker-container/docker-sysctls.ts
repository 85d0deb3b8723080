import { control } from '../control';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, UNKNOWN, unknown } from '../requirement';
import { scalarText, wrongShape } from './container-lists';

/** Settings of a network namespace that open it, with the values that do. */
const OPENING: readonly { readonly name: RegExp; readonly values: readonly string[]; readonly instructions: string }[] = [
  {
    name: /^net\.(?:ipv4\.ip_forward|ipv4\.conf\..+\.forwarding|ipv6\.conf\..+\.forwarding)$/,
    values: ['1', '2'],
    instructions: 'Take it out: it makes the container a router between its networks. A VPN or a router keeps it, with a waiver.',
  },
  {
    name: /^net\.ipv[46]\.conf\..+\.(?:accept_redirects|accept_source_route|secure_redirects|send_redirects|route_localnet|accept_local)$/,
    values: ['1'],
    instructions: 'Take it out: with it, others on the network choose where the container’s packets go, or reach its loopback.',
  },
  {
    name: /^net\.ipv4\.conf\..+\.rp_filter$/,
    values: ['0'],
    instructions: 'Take it out: without the filter, packets with a forged sender are let in. 2 is loose and still filters.',
  },
  {
    name: /^net\.ipv4\.(?:tcp_syncookies|icmp_echo_ignore_broadcasts|icmp_ignore_bogus_error_responses)$/,
    values: ['0'],
    instructions: 'Take it out: the protection is on by default.',
  },
];

/** Settings that each container has for itself; the engine refuses others of the kernel, unless the container has the host. */
const OWN = /^(?:net\.|fs\.mqueue\.|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)$)/;

const EXPECTED = 'no setting that opens the container’s network or changes the kernel of the host';

export const dockerSysctls = control({
  id: 'docker-sysctls',
  family: 'docker-container',
  title: 'Set no sysctls that weaken',
  severity: 'medium',
  why: 'Kernel settings outside of the container’s own namespaces change the host; some inside of them turn the container into a router or let forged packets in.',
  references: { docker: 'https://docs.docker.com/reference/cli/docker/container/run/' },
  counterparts: {},
  notes: 'Settings of buffers, ports and keep-alive, and `net.ipv4.ip_unprivileged_port_start`, which the engine itself sets to 0, pass.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const sysctls: unknown = container.sysctls;
      if (container.dropped?.sysctls !== undefined || sysctls === undefined || sysctls === null) return true;
      if (sysctls === UNKNOWN) emit(unknown(['sysctls'], EXPECTED));
      else if (!isObject(sysctls)) emit(wrongShape(['sysctls'], typeof sysctls, 'settings with their values'));
      else {
        for (const [name, value] of Object.entries(sysctls) as [string, unknown][]) {
          const path = ['sysctls', name];
          const opening = OPENING.find((each) => each.name.test(name));
          if (!OWN.test(name)) {
            emit(
              failing(
                path,
                `${name}=${scalarText(value)}`,
                EXPECTED,
                'Take it out: it is the host’s. Where the host needs the value, set it there (`/etc/sysctl.d`).',
              ),
            );
          } else if (opening === undefined) continue;
          else if (value === UNKNOWN) emit(unknown(path, EXPECTED));
          else if (typeof value === 'object') emit(wrongShape(path, 'an object', 'a text or a number'));
          else if (opening.values.includes(scalarText(value).trim()))
            emit(failing(path, `${name}=${scalarText(value)}`, EXPECTED, opening.instructions));
        }
      }
      return true;
    },
    prose: `in every container \`sysctls\` must have ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'none is set', docker: {} },
      {
        because: 'buffers and ports are the container’s own',
        docker: { sysctls: { 'net.core.somaxconn': '1024', 'net.ipv4.ip_unprivileged_port_start': '0' } },
      },
      { because: 'the protection is on', docker: { sysctls: { 'net.ipv4.conf.all.rp_filter': '1', 'net.ipv4.tcp_syncookies': '1' } } },
    ],
    fail: [
      { because: 'it becomes a router', docker: { sysctls: { 'net.ipv4.ip_forward': '1' } } },
      { because: 'forged senders are let in', docker: { sysctls: { 'net.ipv4.conf.all.rp_filter': '0' } } },
      { because: 'the setting is the host’s', docker: { sysctls: { 'kernel.core_pattern': '|/tmp/x' } } },
    ],
  },
});
