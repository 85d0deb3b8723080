import * as pulumi from '@pulumi/pulumi';
import { Container, Image } from '../../lib/docker';
import { hardeningTransform, hardenStack } from '../../lib/docker/harden-stack';
import { waiverLabel } from '../../lib/docker/waiver-label';
import { defineProfile, restricted } from '../../lib/profiles';
import { inputsOf, mockPulumi, unknownOutput } from './mocked-pulumi';

const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;
const CONTAINER = 'docker:index/container:Container';

beforeEach(async () => {
  jest.spyOn(pulumi.log, 'warn').mockResolvedValue();
  await mockPulumi();
});
afterEach(() => jest.restoreAllMocks());

const transformed = async (type: string, props: pulumi.Inputs, options = {}) =>
  hardeningTransform(options)({ custom: true, type, name: 'web', props, opts: {} });

test('a resource of plain @pulumi/docker is hardened', async () => {
  const result = await transformed(CONTAINER, { image: IMAGE, networkMode: 'none' });
  expect(result?.props).toMatchObject({ user: '65532:65532', capabilities: { drops: ['ALL'] }, readOnly: true });
});

test('what is hardened already stays as it is', async () => {
  const once = await transformed(CONTAINER, { image: IMAGE, networkMode: 'none' });
  expect((await transformed(CONTAINER, once?.props ?? {}))?.props).toEqual(once?.props);
});

test('a resource of ours keeps its own profile and waivers, also where it has no labels for them', async () => {
  const mine = defineProfile({ name: 'mine', extends: restricted, controls: { 'docker-privileged': 'warn' } });
  const printer = new Container('printer', { image: IMAGE, privileged: true, networkMode: 'none', profile: mine });
  const again = (type: string, name: string, props: object) => hardeningTransform()({ custom: true, type, name, props, opts: {} });
  const given = await inputsOf(printer);
  expect((await again(CONTAINER, 'printer', given))?.props).toEqual(given);
  await expect(again(CONTAINER, 'other', given)).rejects.toThrow('docker-privileged');
  const build = { context: '.', args: { NPM_TOKEN: 'hunter2-hunter2' } };
  const waivers = [{ control: 'compose-build-secrets', reason: 'revoked', expires: '2999-12-31' }] as const;
  const image = await inputsOf(new Image('image', { imageName: 'web', build, waivers }));
  expect((await again('docker:index/image:Image', 'image', image))?.props).toEqual(image);
});

test('what is insecure fails the registration, outputs included', async () => {
  await expect(transformed(CONTAINER, { image: IMAGE, privileged: true })).rejects.toThrow('docker-privileged: privileged is true');
  await expect(transformed(CONTAINER, { image: IMAGE, privileged: pulumi.output(true) })).rejects.toThrow('docker-privileged');
});

test('a value that no preview knows stays an output, and holds nothing up', async () => {
  const user = unknownOutput<string>();
  const result = await transformed(CONTAINER, { image: IMAGE, user, networkMode: 'none' });
  expect(pulumi.Output.isInstance(result?.props.user)).toBe(true);
});

test('a label is a waiver', async () => {
  const labels = [waiverLabel({ control: 'docker-privileged', reason: 'until the vendor mends it', expires: '2027-03-31' })];
  expect((await transformed(CONTAINER, { image: IMAGE, privileged: true, labels }))?.props).toMatchObject({ privileged: true, labels });
});

test('a container that names no network can be given one', async () => {
  const options = { network: pulumi.output('front') };
  const [network] = (await transformed(CONTAINER, { image: IMAGE }, options))?.props.networksAdvanced ?? [];
  expect(pulumi.Output.isInstance(network.name)).toBe(true);
  expect((await transformed(CONTAINER, { image: IMAGE, networkMode: 'none' }, options))?.props.networksAdvanced).toBeUndefined();
});

test('other resources are none of its business', async () => {
  expect(await transformed('aws:s3/bucket:Bucket', { acl: 'public-read' })).toBeUndefined();
});

test('it is registered for the whole stack', () => {
  const register = jest.spyOn(pulumi.runtime, 'registerResourceTransform').mockReturnValue();
  hardenStack();
  expect(register).toHaveBeenCalledTimes(1);
});
