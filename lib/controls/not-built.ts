/** Questions that the field asks and that have no control here, each with the reason. docs/controls prints them. */
export const NOT_BUILT: readonly { readonly id: string; readonly reason: string }[] = [
  {
    id: 'base-image',
    reason:
      'A Kubernetes object names the image that runs, not the one it was built on: that stands in the Dockerfile (`FROM` of the last stage) or in a label of the image, and neither can be read from a manifest.',
  },
  {
    id: 'docker-trusted-base',
    reason:
      'CIS Docker 4.2 asks that containers use only trusted base images: whom to trust is a decision. `dockerfile-image-digest` and `docker-image-pin` ask that what was decided stays, `daemon-content-trust` that it is signed.',
  },
  {
    id: 'docker-image-scan',
    reason:
      'CIS Docker 4.4 asks that images are scanned for vulnerabilities and rebuilt: that needs the content of the image and a database that is new today, which is the work of Trivy or Grype.',
  },
  {
    id: 'docker-needed-ports',
    reason:
      'CIS Docker 5.9 asks that only needed ports are published: which are needed nobody has written down. What can be said of a port is asked by `docker-bind-address`, `docker-privileged-port` and `docker-ssh-port`.',
  },
  {
    id: 'docker-exec-privileged',
    reason:
      'CIS Docker 5.23 asks that `docker exec` is not used with `--privileged`: the call leaves no trace in the container or its declaration, only in an audit log of the host (`auditd` on the docker program, or an authorization plugin that refuses the call).',
  },
  {
    id: 'docker-exec-root',
    reason:
      'CIS Docker 5.24 asks that `docker exec` is not used with `--user=root`: as above, the call leaves no trace. `docker-user` asks that the container itself does not run as root.',
  },
];
