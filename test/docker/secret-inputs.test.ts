import * as pulumi from '@pulumi/pulumi';
import { hardeningTransform } from '../../lib/docker';
import { dropIn } from '../../lib/docker/hardening/drop-in';
import { mockPulumi } from './mocked-pulumi';

const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;

beforeEach(async () => {
  jest.spyOn(pulumi.log, 'warn').mockResolvedValue();
  await mockPulumi();
});
afterEach(() => jest.restoreAllMocks());

type Inputs = Readonly<Record<string, unknown>>;

/** Credentials that nobody marked, and where they stand. */
const CREDENTIALS: readonly (readonly [string, Inputs, readonly string[]])[] = [
  [
    'image:Image',
    { imageName: 'web', registry: { server: 'registry.example', username: 'ci', password: 'good-morning' } },
    ['registry', 'password'],
  ],
  [
    'registryImage:RegistryImage',
    { name: 'web', authConfig: { address: 'registry.example', username: 'ci', password: 'x' } },
    ['authConfig', 'password'],
  ],
  ['service:Service', { taskSpec: { containerSpec: { image: IMAGE } }, auth: { serverAddress: 'r', password: 'x' } }, ['auth', 'password']],
  ['volume:Volume', { driverOpts: { type: 'cifs', device: '//nas/share', o: 'username=web,password=x' } }, ['driverOpts', 'o']],
  ['serviceConfig:ServiceConfig', { dataRaw: 'port = 8080' }, ['dataRaw']],
];

const at = (inputs: unknown, path: readonly string[]) => path.reduce<unknown>((node, step) => Reflect.get(node as object, step), inputs);

describe.each(CREDENTIALS)('a credential of %s', (type, inputs, path) => {
  test('is a secret of Pulumi in the drop-in and in hardenStack', async () => {
    const token = `docker:index/${type}`;
    const ours = dropIn(token, 'web', inputs, undefined).args;
    const theirs = await hardeningTransform()({ custom: true, type: token, name: 'web', props: { ...inputs }, opts: {} });
    for (const made of [ours, theirs?.props]) expect(await pulumi.isSecret(pulumi.output(at(made, path)))).toBe(true);
  });

  test('stays one where all around it is an output', async () => {
    const [first = ''] = path;
    const made = dropIn(`docker:index/${type}`, 'web', { ...inputs, [first]: pulumi.output(inputs[first]) }, undefined).args;
    // Whether an output is a password, nobody knows of the options of a volume.
    if (type !== 'volume:Volume') expect(await pulumi.isSecret(pulumi.output(at(made, [first])))).toBe(true);
  });
});

test('outputs beside it stay outputs', async () => {
  const taskSpec = { containerSpec: { image: pulumi.output(IMAGE) } };
  const made = dropIn('docker:index/service:Service', 'web', { taskSpec, auth: { serverAddress: 'r', password: 'x' } }, undefined).args;
  expect(pulumi.Output.isInstance(at(made, ['taskSpec', 'containerSpec', 'image']))).toBe(true);
});

test('the data of a plain Secret is one, and a volume without a password hides nothing', async () => {
  const props = { name: 'db', data: 'c2VjcmV0' };
  const secret = await hardeningTransform()({ custom: true, type: 'docker:index/secret:Secret', name: 'db', props, opts: {} });
  expect(await pulumi.isSecret(pulumi.output(secret?.props.data))).toBe(true);
  const plain = { driverOpts: { type: 'nfs', o: 'addr=10.0.0.5', device: ':/export' } };
  expect(dropIn('docker:index/volume:Volume', 'v', plain, undefined).args).toEqual(plain);
});
