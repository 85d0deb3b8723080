import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A Secret of cdk8s-plus, hardened. */
export class Secret extends plus.Secret {
  static {
    recognize(Secret, plus.Secret);
  }

  public constructor(scope: Construct, id: string, props?: plus.SecretProps) {
    super(scope, id, props);
    hardenDropIn(this, Secret);
  }
}

/** A user name and a password (type `kubernetes.io/basic-auth`) of cdk8s-plus, hardened. */
export class BasicAuthSecret extends plus.BasicAuthSecret {
  static {
    recognize(BasicAuthSecret, plus.BasicAuthSecret);
  }

  public constructor(scope: Construct, id: string, props: plus.BasicAuthSecretProps) {
    super(scope, id, props);
    hardenDropIn(this, BasicAuthSecret);
  }
}

/** An SSH key (type `kubernetes.io/ssh-auth`) of cdk8s-plus, hardened. */
export class SshAuthSecret extends plus.SshAuthSecret {
  static {
    recognize(SshAuthSecret, plus.SshAuthSecret);
  }

  public constructor(scope: Construct, id: string, props: plus.SshAuthSecretProps) {
    super(scope, id, props);
    hardenDropIn(this, SshAuthSecret);
  }
}

/** A token of a ServiceAccount (type `kubernetes.io/service-account-token`) of cdk8s-plus, hardened. */
export class ServiceAccountTokenSecret extends plus.ServiceAccountTokenSecret {
  static {
    recognize(ServiceAccountTokenSecret, plus.ServiceAccountTokenSecret);
  }

  public constructor(scope: Construct, id: string, props: plus.ServiceAccountTokenSecretProps) {
    super(scope, id, props);
    hardenDropIn(this, ServiceAccountTokenSecret);
  }
}

/** A certificate and its key (type `kubernetes.io/tls`) of cdk8s-plus, hardened. */
export class TlsSecret extends plus.TlsSecret {
  static {
    recognize(TlsSecret, plus.TlsSecret);
  }

  public constructor(scope: Construct, id: string, props: plus.TlsSecretProps) {
    super(scope, id, props);
    hardenDropIn(this, TlsSecret);
  }
}

/** Credentials for a registry (type `kubernetes.io/dockerconfigjson`) of cdk8s-plus, hardened. */
export class DockerConfigSecret extends plus.DockerConfigSecret {
  static {
    recognize(DockerConfigSecret, plus.DockerConfigSecret);
  }

  public constructor(scope: Construct, id: string, props: plus.DockerConfigSecretProps) {
    super(scope, id, props);
    hardenDropIn(this, DockerConfigSecret);
  }
}
