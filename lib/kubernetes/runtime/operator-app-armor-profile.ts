import type { AbstractPod } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { TemperedError } from '../../errors';
import { type AppArmorOptions, confineByAppArmor } from './localhost-app-armor';
import { OperatorProfile, type OperatorProfileProps, type ProfilesOperatorVersion } from './operator-profile';

/** What {@link OperatorAppArmorProfile} takes. What is not allowed is denied. Paths may have AppArmor's globs: `/srv/**`. */
export interface OperatorAppArmorProfileProps extends Omit<OperatorProfileProps, 'operator' | 'namespace'> {
  /**
   * The version of the operator in the cluster. Before v0.9 it took the program of a profile as one text.
   *
   * @default v1.0
   */
  readonly operator?: Exclude<ProfilesOperatorVersion, 'v0.8'>;
  /** Programs that may be run, under this same profile. Default: none. */
  readonly executables?: readonly string[];
  /** Libraries that may be loaded. Default: those that every program needs. */
  readonly libraries?: readonly string[];
  /** Files that may be read, and never written. Default: none. */
  readonly readOnly?: readonly string[];
  /** Files that may be written, and never read. Default: none. */
  readonly writeOnly?: readonly string[];
  /** Files that may be read and written. Default: none. */
  readonly readWrite?: readonly string[];
  /** Sockets. Default: none of them; raw ones are denied in so many words. */
  readonly network?: { readonly tcp?: boolean; readonly udp?: boolean; readonly raw?: boolean };
  /** Capabilities, as Kubernetes writes them: `NET_BIND_SERVICE`. Default: none. */
  readonly capabilities?: readonly string[];
}

/**
 * An AppArmor profile that the Security Profiles Operator loads on every node: its resource AppArmorProfile, in the mode that
 * enforces.
 *
 * @example
 * ```ts
 * const nginx = new OperatorAppArmorProfile(chart, 'nginx', {
 *   executables: ['/usr/sbin/nginx'],
 *   readOnly: ['/etc/nginx/**', '/usr/share/nginx/**'],
 *   readWrite: ['/tmp/**'],
 *   network: { tcp: true },
 * });
 * nginx.confine(web);
 * ```
 *
 * @throws a TemperedError `invalid-operator-profile` for what the operator would refuse to load
 */
export class OperatorAppArmorProfile extends OperatorProfile {
  /** The name under which it is loaded, and what pods say. */
  public readonly localhostProfile: string;

  public constructor(scope: Construct, id: string, props: OperatorAppArmorProfileProps) {
    super(scope, id, 'AppArmorProfile', props, { abstract: abstractOf(`${scope.node.path}/${id}`, props) });
    this.localhostProfile = this.name;
  }

  /** Runs all containers of the workload under the profile, but those that name one of their own. */
  public confine(workload: AbstractPod, options?: AppArmorOptions): void {
    confineByAppArmor(workload, this.localhostProfile, options);
    this.comesBefore(workload);
  }
}

/** As the operator itself checks (crd2armor.go): the texts become part of a program for the kernel. */
const PATH = /^\/[\w./*?+@{} -]*$/;
const CAPABILITY = /^[A-Z_]+$/;

function abstractOf(path: string, props: OperatorAppArmorProfileProps): object {
  const { executables = [], libraries = [], readOnly = [], writeOnly = [], readWrite = [], network = {}, capabilities = [] } = props;
  for (const each of [...executables, ...libraries, ...readOnly, ...writeOnly, ...readWrite])
    if (!PATH.test(each))
      throw new TemperedError('invalid-operator-profile', `${path}: ${JSON.stringify(each)} cannot be a path of an AppArmor profile`, {
        hint: 'Write an absolute path of letters, digits, spaces, "_.-/+@{}" and the globs "*", "**", "?".',
      });
  for (const each of capabilities)
    if (!CAPABILITY.test(each) || each.startsWith('CAP_'))
      throw new TemperedError('invalid-operator-profile', `${path}: ${JSON.stringify(each)} is no capability`, {
        hint: 'Write it as Kubernetes does, in capitals and without CAP_: "NET_BIND_SERVICE".',
      });
  return {
    executable: { allowedExecutables: unique(executables), allowedLibraries: unique(libraries) },
    filesystem: { readOnlyPaths: unique(readOnly), writeOnlyPaths: unique(writeOnly), readWritePaths: unique(readWrite) },
    network: {
      allowRaw: network.raw ?? false,
      allowedProtocols: { allowTcp: network.tcp ?? false, allowUdp: network.udp ?? false },
    },
    capability: { allowedCapabilities: unique(capabilities.map((each) => each.toLowerCase())) },
  };
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
