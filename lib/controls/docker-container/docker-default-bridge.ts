import { control } from '../control';
import type { Declaration } from '../docker/container';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, failing, type Json, UNKNOWN, unknown } from '../requirement';
import { wrongShape } from './container-lists';

const EXPECTED = 'a network of its own';
const INSTRUCTIONS =
  'Make a network for those that must talk to each other, and attach the container to it: there names resolve, and nobody else is on it.';
const NO_LINKS = 'Attach both containers to one network of their own, where each finds the other by its name, and take the link out.';

/** Whose containers are on the default bridge where no network is written. A Compose project and a stack make a network of their own. */
const BARE: ReadonlySet<Declaration> = new Set(['pulumi-container', 'engine-container']);

const ON_BRIDGE: ReadonlySet<unknown> = new Set(['default', 'bridge']);

export const dockerDefaultBridge = control({
  id: 'docker-default-bridge',
  family: 'docker-container',
  title: 'Use own networks',
  severity: 'medium',
  why: 'On the default bridge every container reaches every other one that nobody gave a network, on every port.',
  references: { cisDocker: ['5.30'] },
  counterparts: { dockerBench: ['5.30', '2.2'] },
  notes:
    'A Compose project and a stack have a network of their own where none is written; a container of Pulumi or of the command line is on the default bridge. Pulumi’s `networkMode: "bridge"` beside `networksAdvanced` is only where the provider starts from, and passes. Links are what the default bridge has in place of names.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      judgeNetworks(container, emit);
      const { links, dropped } = container as Json;
      if (dropped?.links !== undefined || links === undefined || links === null) return true;
      if (links === UNKNOWN) emit(unknown(['links'], 'absent'));
      else if (!Array.isArray(links)) emit(wrongShape(['links'], typeof links, 'a list'));
      else if (links.length > 0) emit(failing(['links'], links, 'absent', NO_LINKS));
      return true;
    },
    prose:
      'every container must be attached to networks of its own, not to the default bridge (`networkMode` of `bridge` or `default`, or no network at all), and `links` must be absent',
  }),
  examples: {
    pass: [
      { because: 'a network of its own', docker: { declaredBy: 'pulumi-container', networks: ['front'] } },
      { because: 'a Compose project makes one', docker: { declaredBy: 'compose' } },
      { because: 'no network at all', docker: { declaredBy: 'engine-container', networkMode: 'none' } },
      {
        because: 'Pulumi starts from the bridge and leaves it',
        docker: { declaredBy: 'pulumi-container', networkMode: 'bridge', networks: ['front'] },
      },
      { because: 'a network by its name', docker: { declaredBy: 'engine-container', networkMode: 'front' } },
    ],
    fail: [
      { because: 'no network is the default bridge', docker: { declaredBy: 'pulumi-container' } },
      { because: 'it is the default bridge on a running engine', docker: { declaredBy: 'engine-container', networkMode: 'default' } },
      { because: 'it falls back to the default bridge', docker: { declaredBy: 'compose', networkMode: 'bridge' } },
      {
        because: 'the default bridge is one of its networks',
        docker: { declaredBy: 'engine-container', networkMode: 'front', networks: ['front', 'bridge'] },
      },
      { because: 'a link joins it to one', docker: { declaredBy: 'engine-container', networks: ['front'], links: ['db'] } },
    ],
  },
});

function judgeNetworks({ networkMode, networks, declaredBy, dropped }: Json, emit: Emit): void {
  const mode: unknown = dropped?.networkMode === undefined ? networkMode : undefined;
  if (mode === UNKNOWN) emit(unknown(['networkMode'], EXPECTED));
  else if (mode !== undefined && mode !== null && typeof mode !== 'string') emit(wrongShape(['networkMode'], typeof mode, 'a text'));
  if (networks === UNKNOWN) emit(unknown(['networks'], EXPECTED));
  if (mode === UNKNOWN || networks === UNKNOWN) return;
  const attached: readonly unknown[] = Array.isArray(networks) ? networks : [];
  if (networks !== undefined && networks !== null && !Array.isArray(networks)) emit(wrongShape(['networks'], typeof networks, 'a list'));
  attached.forEach((name, index) => {
    if (name === UNKNOWN) emit(unknown(['networks', index], EXPECTED));
    else if (ON_BRIDGE.has(name)) emit(failing(['networks', index], name, EXPECTED, INSTRUCTIONS));
  });
  const leaves = declaredBy === 'pulumi-container' && attached.length > 0;
  if (ON_BRIDGE.has(mode) && !leaves && !attached.some((name) => ON_BRIDGE.has(name))) {
    emit(failing(['networkMode'], mode, EXPECTED, INSTRUCTIONS));
  }
  const none = (mode === undefined || mode === null || mode === '') && attached.length === 0;
  if (none && BARE.has(declaredBy)) emit(failing(['networks'], undefined, EXPECTED, INSTRUCTIONS));
}
