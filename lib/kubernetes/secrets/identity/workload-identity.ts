import { ApiObject, type Duration } from 'cdk8s';
import { AbstractPod, type Container, type IServiceAccount } from 'cdk8s-plus-28';
import { wire } from '../../runtime/pod-wiring';
import { constructError } from '../construct-error';
import type { SecretUser } from '../secret-source';

/** An identity of Microsoft Entra, federated with a ServiceAccount. */
export interface AzureIdentity {
  /** Client id of the managed identity or application, a UUID. */
  readonly clientId: string;
  /**
   * Tenant, a UUID.
   *
   * @default - that of the webhook
   */
  readonly tenantId?: string;
  /**
   * How long a token of the pod is good; 1 to 24 hours.
   *
   * @default - that of the webhook: an hour
   */
  readonly tokenExpiration?: Duration;
}

/** A role of AWS IAM that trusts a ServiceAccount (IRSA). */
export interface AwsIdentity {
  /** ARN of the role. */
  readonly roleArn: `arn:${string}:iam::${string}:role/${string}`;
  /**
   * For whom the token is made out.
   *
   * @default - that of the webhook: sts.amazonaws.com
   */
  readonly audience?: string;
  /**
   * How long a token of the pod is good; 10 minutes at least.
   *
   * @default Duration.hours(1) - a stolen one is soon worth nothing; the webhook's own is a day
   */
  readonly tokenExpiration?: Duration;
}

/** A service account of Google that a ServiceAccount may act as (Workload Identity Federation for GKE). */
export interface GcpIdentity {
  /** Its address: `shop@project.iam.gserviceaccount.com`. */
  readonly serviceAccount: `${string}@${string}.iam.gserviceaccount.com`;
}

/** Options of {@link WorkloadIdentity.assignTo}. */
export interface IdentityAssignment {
  /**
   * The containers that get the token. On GKE it is the whole pod that has the identity.
   *
   * @default - all
   */
  readonly containers?: readonly [Container, ...Container[]];
}

/** The pod's side of the identity, beside the annotations of its ServiceAccount. */
interface PodSide {
  /** Label that the webhook looks for. */
  readonly label?: string;
  /** Annotation with the containers that get no token, and what stands between their names. */
  readonly skip?: { readonly annotation: string; readonly separator: string };
}

/** What was assigned to an account, so that a second one does not overwrite it in silence. */
const assigned = new WeakMap<IServiceAccount, WorkloadIdentity>();

/**
 * An identity of a cloud for a workload, in place of a stored credential: the cloud trusts tokens of a ServiceAccount that are made
 * out for it and end by themselves.
 *
 * The pod needs no token of the API server for it, and gets none: on Azure and AWS a webhook mounts a token for the cloud alone, on
 * GKE the metadata server gives it out.
 *
 * @example
 * ```ts
 * WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/shop' }).assignTo(web);
 * ```
 */
export class WorkloadIdentity {
  /** @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html */
  public static azure({ clientId, tenantId, tokenExpiration }: AzureIdentity): WorkloadIdentity {
    const seconds = tokenExpiration?.toSeconds();
    const wrong = [
      UUID.test(clientId) ? [] : ['"azure.clientId" must be a UUID: the client id, neither a name nor the object id'],
      tenantId === undefined || UUID.test(tenantId) ? [] : ['"azure.tenantId" must be a UUID'],
      seconds === undefined || (seconds >= HOUR && seconds <= DAY) ? [] : ['"azure.tokenExpiration" must be 1 to 24 hours'],
    ].flat();
    const annotations = {
      'azure.workload.identity/client-id': clientId,
      ...(tenantId !== undefined && { 'azure.workload.identity/tenant-id': tenantId }),
      ...(seconds !== undefined && { 'azure.workload.identity/service-account-token-expiration': String(seconds) }),
    };
    const skip = { annotation: 'azure.workload.identity/skip-containers', separator: ';' };
    return new WorkloadIdentity(annotations, { label: 'azure.workload.identity/use', skip }, wrong);
  }

  /** @see https://github.com/aws/amazon-eks-pod-identity-webhook */
  public static aws({ roleArn, audience, tokenExpiration }: AwsIdentity): WorkloadIdentity {
    const seconds = tokenExpiration?.toSeconds() ?? HOUR;
    const isRole = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn);
    const wrong = [
      isRole ? [] : ['"aws.roleArn" must be the ARN of a role: "arn:aws:iam::123456789012:role/shop"'],
      seconds >= TEN_MINUTES && seconds <= DAY ? [] : ['"aws.tokenExpiration" must be 10 minutes to 24 hours'],
    ].flat();
    const annotations = {
      'eks.amazonaws.com/role-arn': roleArn,
      ...(audience !== undefined && { 'eks.amazonaws.com/audience': audience }),
      // Without it a token may be shown to the endpoint of another region, whose session tokens are good everywhere.
      'eks.amazonaws.com/sts-regional-endpoints': 'true',
      'eks.amazonaws.com/token-expiration': String(seconds),
    };
    return new WorkloadIdentity(annotations, { skip: { annotation: 'eks.amazonaws.com/skip-containers', separator: ',' } }, wrong);
  }

  /** @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
  public static gcp({ serviceAccount }: GcpIdentity): WorkloadIdentity {
    const isAddress = /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9.-]+\.iam\.gserviceaccount\.com$/.test(serviceAccount);
    const wanted = '"gcp.serviceAccount" must be the address of a service account: "shop@project.iam.gserviceaccount.com"';
    return new WorkloadIdentity({ 'iam.gke.io/gcp-service-account': serviceAccount }, {}, isAddress ? [] : [wanted]);
  }

  private constructor(
    private readonly annotations: Readonly<Record<string, string>>,
    private readonly podSide: PodSide,
    /** What is wrong with the options; said where the identity is assigned, by the construct. Values are not repeated. */
    private readonly wrong: readonly string[],
  ) {}

  /**
   * Gives the identity to the ServiceAccount of a workload and to its pods, or to a ServiceAccount alone, such as that of a SecretStore.
   *
   * @throws a TemperedError `invalid-identity` for an option of another form, `no-service-account` for an account that is not made here,
   * `second-identity` for one that has another
   */
  public assignTo(target: SecretUser | IServiceAccount, { containers }: IdentityAssignment = {}): void {
    const [wrong] = this.wrong;
    if (wrong !== undefined) throw constructError('invalid-identity', target, '', wrong);
    const account = target instanceof AbstractPod ? target.serviceAccount : target;
    const object = account?.node.defaultChild;
    if (account === undefined || object === undefined || !ApiObject.isApiObject(object)) {
      throw constructError(
        'no-service-account',
        target,
        '',
        'its ServiceAccount is not made here, and cannot be annotated from here',
        'Let the workload make its own, or annotate the account where it is made.',
      );
    }
    const before = assigned.get(account);
    if (before !== undefined && JSON.stringify(before.annotations) !== JSON.stringify(this.annotations))
      throw constructError(
        'second-identity',
        target,
        '',
        'its ServiceAccount has another identity already',
        'Give each workload an account of its own.',
      );
    assigned.set(account, this);
    for (const [name, value] of Object.entries(this.annotations)) object.metadata.addAnnotation(name, value);
    if (target instanceof AbstractPod) this.tellPods(target, containers);
  }

  private tellPods(workload: SecretUser, containers: readonly Container[] | undefined): void {
    const { label, skip } = this.podSide;
    if (label !== undefined) workload.podMetadata.addLabel(label, 'true');
    if (containers === undefined) return;
    if (skip === undefined)
      throw constructError('invalid-identity', workload, '', 'on GKE the whole pod has the identity, and not some of its containers');
    const named = new Set(containers.map(({ name }) => name));
    wire(workload, 'the workload identity', (pod) => {
      const without = pod.containerNames.filter((name) => !named.has(name));
      if (without.length > 0) pod.annotate(skip.annotation, without.join(skip.separator));
    });
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TEN_MINUTES = 600;
const HOUR = 3600;
const DAY = 86_400;
