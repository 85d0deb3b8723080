import { normalisePulumiContainer, normalisePulumiNetwork, normalisePulumiService, normalisePulumiVolume } from '../../containers/pulumi';
import type { Json, Path, WrittenForm } from '../../controls/requirement';
import { normaliseBuild } from './build';
import { normaliseServiceConfig } from './service-config';

/** Labels to judge an object by, beside those that its arguments hold. */
type Labels = Readonly<Record<string, string>>;

/** How the arguments of one type of resource become what controls judge. */
export interface ResourceKind {
  /** How messages name it: `docker.Container`. */
  readonly title: string;
  readonly normalise: (name: string, args: Json, labels?: Labels) => { readonly object: Json; readonly written: WrittenForm };
  /** What to write instead, where the words of the normal form are not those of the resource. */
  readonly instead?: string;
  /** Where its labels are written: waivers stand there. */
  readonly labels: readonly Path[];
  /** Where lists of capabilities are written. */
  readonly capabilities: readonly Path[];
}

const SERVICE_CONTAINER: Path = ['taskSpec', 'containerSpec'];

/** By type token. */
const KINDS: Readonly<Record<string, ResourceKind>> = {
  'docker:index/container:Container': {
    title: 'docker.Container',
    normalise: normalisePulumiContainer,
    labels: [['labels']],
    capabilities: [
      ['capabilities', 'adds'],
      ['capabilities', 'drops'],
    ],
  },
  'docker:index/service:Service': {
    title: 'docker.Service',
    normalise: normalisePulumiService,
    // The engine shows the ones with the service, the others with each of its containers.
    labels: [['labels'], [...SERVICE_CONTAINER, 'labels']],
    capabilities: [
      [...SERVICE_CONTAINER, 'capAdds'],
      [...SERVICE_CONTAINER, 'capDrops'],
    ],
  },
  'docker:index/network:Network': { title: 'docker.Network', normalise: normalisePulumiNetwork, labels: [['labels']], capabilities: [] },
  'docker:index/volume:Volume': { title: 'docker.Volume', normalise: normalisePulumiVolume, labels: [['labels']], capabilities: [] },
  'docker:index/serviceConfig:ServiceConfig': {
    title: 'docker.ServiceConfig',
    normalise: normaliseServiceConfig,
    instead: 'Make it a docker.Secret, which services get as a file. Then change the credential: it was written where others read.',
    labels: [['labels']],
    capabilities: [],
  },
  'docker:index/image:Image': {
    title: 'docker.Image',
    normalise: (name, args, labels) => normaliseBuild(name, args.build, { args: ['build', 'args'], network: ['build', 'network'] }, labels),
    labels: [],
    capabilities: [],
  },
  'docker:index/remoteImage:RemoteImage': {
    title: 'docker.RemoteImage',
    normalise: (name, args, labels) => normaliseBuild(name, args.build, BUILDX, labels),
    labels: [],
    capabilities: [],
  },
  'docker:index/registryImage:RegistryImage': {
    title: 'docker.RegistryImage',
    normalise: (name, args, labels) => normaliseBuild(name, args.build, BUILDX, labels),
    labels: [],
    capabilities: [],
  },
};

const BUILDX = { args: ['build', 'buildArgs'], network: ['build', 'networkMode'] } as const;

/** The types of resource that are judged. */
export const JUDGED_TYPES: readonly string[] = Object.keys(KINDS);

/** How resources of the type are judged; undefined where they are not. */
export function resourceKind(type: string): ResourceKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}
