import { TemperedError } from '../../../errors';
import type { HealthCheck } from '../../health-check';
import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { NoHealthCheck } from '../health-check';
import type { PinnedImage } from '../pinned-image';
import { finish, generated, portOf, type RecipeOptions } from './recipe';

/** Files that a web server gives out. */
export interface StaticSiteDockerfileOptions extends Omit<RecipeOptions, 'sources'> {
  /**
   * The folder of the files, built before: `dist`.
   *
   * @default 'public'
   */
  readonly site?: string;
  /** The image, by digest. */
  readonly images: {
    /** nginx that needs no root: `nginxinc/nginx-unprivileged:1.29-alpine@sha256:…`. */
    readonly run: PinnedImage;
  };
  /**
   * How an engine asks after the server.
   *
   * @default - `healthPath` by HTTP on the port, with wget in an Alpine image and curl in another: every answer from 400 on counts as
   * unhealthy, so that a site without files does
   */
  readonly healthCheck?: HealthCheck | NoHealthCheck;
  /** The path that is asked. Default: `/`. */
  readonly healthPath?: string;
}

/**
 * A Dockerfile for a static site on nginx that starts without root, without the shell scripts of its image, and writes below
 * `/tmp` alone: give it a tmpfs there. It tells no version, allows no framing and no guessing of types, and gives out no file
 * whose name begins with a dot. Site files belong to root and cannot be changed by the server.
 *
 * @throws a TemperedError `privileged-port` for a port below 1024, and the errors of `DockerfileBuilder.text`
 */
export function staticSiteDockerfile(options: StaticSiteDockerfileOptions): GeneratedDockerfile {
  const { images, site = 'public' } = options;
  const port = portOf(options);
  if (port < 1024) throw new TemperedError('privileged-port', `port ${port}: a server that is not root listens above 1023; map it outside`);
  const file = new DockerfileBuilder(options);
  const run = file.stage('run', images.run).file('/etc/nginx/nginx.conf', configuration(port)).copy(site, '/usr/share/nginx/html');
  finish(run, images.run, options, {
    entrypoint: ['/usr/sbin/nginx', '-g', 'daemon off;'],
    healthCheck: options.healthCheck ?? askByHttp(images.run, port, options.healthPath),
  });
  return generated(file, [site]);
}

/** A proxy of the environment, which the client's settings may bring into every container, would be asked instead: neither asks one. */
function askByHttp(image: string, port: number, path = '/'): HealthCheck {
  const url = `http://127.0.0.1:${port}${path}`;
  return {
    command: /alpine/.test(image)
      ? ['/usr/bin/wget', '-q', '-Y', 'off', '-T', '2', '-O', '/dev/null', url]
      : ['/usr/bin/curl', '-fsS', '--noproxy', '*', '-m', '2', '-o', '/dev/null', url],
  };
}

/**
 * All that nginx writes is below /tmp. Redirects (of a folder without its slash) are relative: absolute ones would name the port in
 * the container, and http where a proxy in front speaks https.
 */
function configuration(port: number): string {
  return `pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  server_tokens off;
  absolute_redirect off;
  client_max_body_size 1k;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  add_header X-Content-Type-Options nosniff always;
  add_header X-Frame-Options DENY always;
  add_header Referrer-Policy strict-origin-when-cross-origin always;
  server {
    listen ${port};
    root /usr/share/nginx/html;
    location / {
      try_files $uri $uri/ =404;
    }
    location ~ /\\.(?!well-known/) {
      return 404;
    }
  }
}
`;
}
