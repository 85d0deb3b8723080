import type { Container, EphemeralVolumeSource, PodSecurityContext, PodSpec, ResourceRequirements, Volume } from 'kubernetes-types/core/v1';

/** kubernetes-types stops at Kubernetes 1.30; what came later is added in this file, and nowhere else. */
interface LaterVolume extends Volume {
  image?: { reference?: string; pullPolicy?: string };
  ephemeral?: EphemeralVolumeSource;
}
interface LaterPodSecurityContext extends PodSecurityContext {
  supplementalGroupsPolicy?: string;
  seLinuxChangePolicy?: string;
}

/** The fields of a pod spec, without its container lists, which have scopes of their own. */
export interface PodFields extends Omit<PodSpec, 'containers' | 'initContainers' | 'ephemeralContainers' | 'volumes' | 'securityContext'> {
  volumes?: LaterVolume[];
  securityContext?: LaterPodSecurityContext;
  resources?: ResourceRequirements;
  hostnameOverride?: string;
}

/** The fields of a container; init and ephemeral ones have the same. */
export interface ContainerFields extends Container {
  restartPolicy?: string;
}

/** Every path into T: `a.b`, and `list[]` for each element of a list. */
export type PathOf<T> = { [K in keyof T & string]-?: K | Below<K, NonNullable<T[K]>> }[keyof T & string];
type Below<K extends string, V> = V extends readonly (infer E)[]
  ? `${K}[]` | (E extends object ? `${K}[].${PathOf<E>}` : never)
  : V extends object
    ? `${K}.${PathOf<V>}`
    : never;

/** The type of the value at a path. */
export type At<T, P extends string> = Loose<Value<T, P>>;
/** A test of an object speaks of some of its fields. */
type Loose<V> = V extends readonly unknown[] ? V : V extends object ? Partial<V> : V;
type Value<T, P extends string> = P extends `${infer K}.${infer Rest}` ? Value<Step<T, K>, Rest> : Step<T, P>;
type Step<T, K extends string> = K extends `${infer L}[]`
  ? L extends keyof T
    ? NonNullable<T[L]> extends readonly (infer E)[]
      ? E
      : never
    : never
  : K extends keyof T
    ? NonNullable<T[K]>
    : never;
