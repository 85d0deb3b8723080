import { composeService, normaliseComposeService } from '../../containers/compose';
import type { DockerContainer } from '../../controls/docker/container';
import { DOCKER, type DockerNetwork } from '../../controls/docker/objects';
import type { Json } from '../../controls/requirement';
import { type Finding, inWrittenForm } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { Inventory } from '../../engine/inventory';
import { type Resource, resource } from '../../engine/resource';
import type { WaiverProblem } from '../../engine/waiver';
import type { Profile } from '../../profiles/profile';
import type { StackNetwork } from './edges';
import { InsecureStackError } from './insecure-stack-error';

/** Hardens the objects of a stack and collects what is insecure on purpose, so that all of it comes in one error. */
export class Hardening {
  private readonly findings: Finding[] = [];
  private readonly waiverProblems: WaiverProblem[] = [];

  constructor(
    private readonly stack: string,
    private readonly profile: Profile,
  ) {}

  /** The container with everything filled in that was left open. */
  container(given: DockerContainer, runBy: 'compose' | 'stack', hostVolumes: ReadonlyMap<string, string>): DockerContainer {
    // By way of the file that it becomes: what that has no words for must not be judged as if it were said.
    const { object, written } = normaliseComposeService(composeService(given, runBy), {
      name: given.metadata.name,
      runBy,
      imageKnowledge: 'assumed',
      context: { hostVolumes },
    });
    const hardened = this.harden(resource(object, { from: 'memory' }, written)) as DockerContainer & Json;
    // A volume that is a folder of the host is judged as that, and stays a volume in the file.
    return hostVolumes.size === 0 || given.mounts === undefined ? hardened : { ...hardened, mounts: given.mounts };
  }

  /** The network with the options that its driver needs. */
  network({ name, internal, egress }: StackNetwork, runBy: 'compose' | 'stack'): DockerNetwork {
    const driver = runBy === 'stack' ? 'overlay' : 'bridge';
    // The host has no address on an internal network then; its gateway would lead to every service of the host.
    const cutOff = internal && driver === 'bridge' ? { 'com.docker.network.bridge.inhibit_ipv4': 'true' } : undefined;
    // What only publishes ports answers whoever asks, and begins no connection that an answer would come back to.
    const options = !internal && !egress && driver === 'bridge' ? { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } : cutOff;
    const object = {
      apiVersion: 'docker/v1',
      kind: DOCKER.network.kind,
      metadata: { name },
      declaredBy: runBy,
      driver,
      internal,
      ...(options !== undefined && { options }),
    } as const;
    return this.harden(resource(object)) as DockerNetwork & Json;
  }

  /** @throws an `InsecureStackError` where anything was refused */
  finish(): void {
    if (this.findings.length > 0) throw new InsecureStackError(this.stack, this.profile, this.findings, this.waiverProblems);
  }

  private harden(given: Resource): Json {
    const hardened = harden(given, { profile: this.profile, neighbours: new Inventory([given]) });
    for (const finding of hardened.findings)
      if (finding.level === 'fail' && finding.verdict === 'fail') this.findings.push(inWrittenForm(finding));
    this.waiverProblems.push(...hardened.problems);
    return hardened.resource.object;
  }
}
