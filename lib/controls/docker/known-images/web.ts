import { always, type ImageFamily, isAtLeast, MIB, SCRATCH } from './known-image';

const nginx: ImageFamily = {
  repositories: ['docker.io/library/nginx'],
  // As another user it needs a configuration of its own: no user is named.
  of: always({
    name: 'nginx',
    sources: [
      'https://github.com/docker-library/docs/blob/master/nginx/content.md#running-nginx-in-read-only-mode',
      'https://github.com/nginx/docker-nginx/blob/master/entrypoint/20-envsubst-on-templates.sh',
    ],
    data: [],
    servers: ['nginx', 'nginx-debug'],
    options: ['-g daemon off;'],
    readOnlyRoot: {
      writable: { '/tmp': SCRATCH, '/var/cache/nginx': 256 * MIB, '/run': SCRATCH },
      notWith: ['/etc/nginx/templates'],
    },
    rootCapabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
    memory: 128 * MIB,
    pids: 100,
  }),
};

const nginxUnprivileged: ImageFamily = {
  repositories: ['docker.io/nginxinc/nginx-unprivileged', 'ghcr.io/nginxinc/nginx-unprivileged', 'quay.io/nginx/nginx-unprivileged'],
  of: always({
    name: 'nginx-unprivileged',
    sources: ['https://github.com/nginxinc/docker-nginx-unprivileged/blob/main/Dockerfile-debian.template'],
    runsAs: '101:101',
    data: [],
    servers: ['nginx', 'nginx-debug'],
    options: ['-g daemon off;'],
    readOnlyRoot: { writable: { '/tmp': 256 * MIB }, notWith: ['/etc/nginx/templates'] },
    memory: 128 * MIB,
    pids: 100,
  }),
};

const httpd: ImageFamily = {
  repositories: ['docker.io/library/httpd'],
  of: always({
    name: 'httpd',
    sources: ['https://github.com/docker-library/httpd/blob/master/2.4/Dockerfile'],
    data: [],
    servers: ['httpd', 'httpd-foreground'],
    rootCapabilities: ['CHOWN', 'SETGID', 'SETUID'],
    memory: 256 * MIB,
    // Its event workers are threads: 400 at the default of MaxRequestWorkers.
    pids: 500,
  }),
};

const haproxy: ImageFamily = {
  repositories: ['docker.io/library/haproxy'],
  of: (version) =>
    isAtLeast(version, 2, 4)
      ? {
          name: 'haproxy',
          sources: ['https://github.com/docker-library/haproxy/blob/master/Dockerfile.template'],
          runsAs: '99:99',
          data: [],
          servers: ['haproxy'],
          options: ['-f', '-w', '-db', '-v'],
          readOnlyRoot: { writable: { '/tmp': SCRATCH, '/var/lib/haproxy': SCRATCH }, whateverConfigured: true },
          memory: 256 * MIB,
          pids: 200,
        }
      : undefined,
};

const caddy: ImageFamily = {
  repositories: ['docker.io/library/caddy'],
  // Its certificates lie in volumes that root owns: no user is named.
  of: always({
    name: 'caddy',
    sources: ['https://github.com/caddyserver/caddy-docker/blob/master/Dockerfile.tmpl'],
    data: ['/data', '/config'],
    servers: ['caddy'],
    options: ['run', '--config', '--adapter', '--watch'],
    fileCapabilities: ['NET_BIND_SERVICE'],
    rootCapabilities: ['NET_BIND_SERVICE', 'DAC_OVERRIDE'],
    memory: 128 * MIB,
    pids: 100,
  }),
};

const traefik: ImageFamily = {
  repositories: ['docker.io/library/traefik'],
  // Where it keeps certificates and plug-ins is written in its configuration: neither user nor paths are named.
  of: always({
    name: 'traefik',
    sources: ['https://github.com/traefik/traefik-library-image/tree/master/v3.6'],
    data: [],
    servers: ['traefik'],
    options: ['--api*', '--ping*', '--log*', '--accesslog*', '--global.*', '--providers.*', '--entrypoints.*', '--certificatesresolvers.*'],
    rootCapabilities: ['DAC_OVERRIDE'],
    memory: 256 * MIB,
    pids: 100,
  }),
};

const wordpress: ImageFamily = {
  repositories: ['docker.io/library/wordpress'],
  // Its entry point copies the application into the volume as root.
  of: always({
    name: 'wordpress',
    sources: ['https://github.com/docker-library/wordpress/blob/master/docker-entrypoint.sh'],
    data: ['/var/www/html'],
    servers: ['apache2-foreground', 'php-fpm'],
    rootCapabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 200,
  }),
};

const ghost: ImageFamily = {
  repositories: ['docker.io/library/ghost'],
  of: always({
    name: 'ghost',
    sources: ['https://github.com/docker-library/ghost/blob/master/Dockerfile.template'],
    startsAs: '1000:1000',
    data: ['/var/lib/ghost/content'],
    servers: ['node'],
    rootCapabilities: ['CHOWN', 'SETGID', 'SETUID'],
    memory: 512 * MIB,
    pids: 100,
  }),
};

const adminer: ImageFamily = {
  repositories: ['docker.io/library/adminer'],
  of: always({
    name: 'adminer',
    sources: ['https://github.com/TimWolla/docker-adminer/blob/master/5/Dockerfile'],
    runsAs: 'adminer',
    data: [],
    servers: ['php'],
    memory: 256 * MIB,
    pids: 50,
  }),
};

export const WEB: readonly ImageFamily[] = [nginx, nginxUnprivileged, httpd, haproxy, caddy, traefik, wordpress, ghost, adminer];
