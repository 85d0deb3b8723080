import * as pulumi from '@pulumi/pulumi';
import type { Additions } from './hardening/additions';
import { neighboursWith } from './hardening/daemon';
import { toldByConstructor } from './hardening/drop-in';
import { hardenInputs } from './hardening/harden-inputs';
import { resourceKind } from './hardening/resource-kinds';
import { withSecretInputs } from './hardening/secret-inputs';

const SECRET = 'docker:index/secret:Secret';

/** What {@link hardenStack} is told. */
export interface HardenStackOptions extends Pick<Additions, 'profile' | 'daemon'> {
  /**
   * The network, by name or id, of containers that name none and would be on the default bridge.
   *
   * @default - they stay there, and advice says so
   */
  readonly network?: pulumi.Input<string>;
}

/**
 * Hardens every resource of @pulumi/docker that the program registers from here on, children of components among them: an existing
 * program with one more line. Resources of tempered are hardened already, and keep the profile and the waivers that they were made with.
 *
 * Waivers stand in the labels of the resource: `waive.tempered/<control>`, as {@link waiverLabel} writes them.
 *
 * A deployment fails with an `InsecureResourceError` where something insecure is written; advice is logged.
 *
 * @example
 * ```ts
 * import { hardenStack } from 'tempered/docker';
 * hardenStack();
 * ```
 */
export function hardenStack(options: HardenStackOptions = {}): void {
  pulumi.runtime.registerResourceTransform(hardeningTransform(options));
}

/** The transform of {@link hardenStack}, for the `transforms` of one resource or component. */
export function hardeningTransform({ profile, daemon, network }: HardenStackOptions = {}): pulumi.ResourceTransform {
  const told = { ...(profile !== undefined && { profile }), ...(daemon !== undefined && { neighbours: neighboursWith(daemon) }) };
  return async ({ type, name, props, opts }) => {
    if (type === SECRET) return { props: withSecretInputs(type, props), opts };
    if (resourceKind(type) === undefined) return undefined;
    const {
      props: hardened,
      judged,
      advice,
    } = hardenInputs(type, network === undefined ? props : onNetwork(type, props, network), {
      ...told,
      ...toldByConstructor(type, name),
      name,
    });
    await judged;
    advice.about(undefined);
    return { props: withSecretInputs(type, hardened), opts };
  };
}

function onNetwork(type: string, props: pulumi.Inputs, network: pulumi.Input<string>): pulumi.Inputs {
  const isAlone = type === 'docker:index/container:Container' && props.networkMode === undefined && props.networksAdvanced === undefined;
  return isAlone ? { ...props, networksAdvanced: [{ name: network }] } : props;
}
