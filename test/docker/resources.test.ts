import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { Container, type ContainerArgs } from '../../lib/docker/container';
import { hardenInputs } from '../../lib/docker/hardening/harden-inputs';
import { Image } from '../../lib/docker/image';
import { InsecureResourceError } from '../../lib/docker/insecure-resource-error';
import { Network } from '../../lib/docker/network';
import { RegistryImage } from '../../lib/docker/registry-image';
import { RemoteImage } from '../../lib/docker/remote-image';
import { Secret } from '../../lib/docker/secret';
import { Service } from '../../lib/docker/service';
import { ServiceConfig } from '../../lib/docker/service-config';
import { Volume } from '../../lib/docker/volume';
import { TemperedError } from '../../lib/errors';
import { inputsOf, mockPulumi, registered, resolved, unknownOutput } from './mocked-pulumi';

const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;
const WAIVED = { reason: 'until the vendor mends it', expires: '2027-03-31' };

let warnings: string[];
beforeEach(async () => {
  warnings = [];
  jest.spyOn(pulumi.log, 'warn').mockImplementation(async (message) => void warnings.push(message));
  await mockPulumi();
});
afterEach(() => jest.restoreAllMocks());

/** What a constructor throws. */
function thrownBy(make: () => unknown): Error {
  try {
    make();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** What the registration of a container waits for before anything is sent to the engine. */
async function lateRefusal(args: Partial<ContainerArgs>): Promise<string> {
  const inputs = { image: IMAGE, networkMode: 'none', ...args };
  const { judged } = hardenInputs('docker:index/container:Container', inputs, { name: 'web' });
  return judged.then(
    () => 'registered',
    (error: Error) => error.message,
  );
}

describe('what is registered where nothing is said', () => {
  test('a container', async () => {
    const web = new Container('web', { image: IMAGE, ports: [{ internal: 8080, external: 8080 }], writablePaths: ['/tmp'] });
    expect(await inputsOf(web)).toMatchSnapshot();
  });

  test('a service', async () => {
    const secrets = [{ secretId: 'id', secretName: 'db', fileName: 'db' }];
    const api = new Service('api', { taskSpec: { containerSpec: { image: IMAGE, secrets } }, writablePaths: ['/tmp'] });
    expect(await inputsOf(api)).toMatchSnapshot();
  });

  test('networks', async () => {
    expect(await inputsOf(new Network('front'))).toMatchSnapshot('open');
    expect(await inputsOf(new Network('back', { internal: true }))).toMatchSnapshot('internal');
    expect(await inputsOf(new Network('all-nodes', { driver: 'overlay' }))).toMatchSnapshot('overlay');
  });

  test('images', async () => {
    expect(await inputsOf(new RemoteImage('pulled', { name: 'registry.example/web:1.4.2' }))).toMatchSnapshot('pulled');
    expect(await inputsOf(new RemoteImage('built', { name: 'web', build: { context: '.', builder: 'default' } }))).toMatchSnapshot('built');
    expect(await inputsOf(new RegistryImage('pushed', { name: 'web', build: { context: '.' } }))).toMatchSnapshot('pushed');
    expect(await inputsOf(new Image('image', { imageName: 'web', build: { context: '.' } }))).toMatchSnapshot('image');
  });

  test('a volume', async () => {
    expect(await inputsOf(new Volume('data'))).toMatchSnapshot();
  });
});

test('every resource is one of @pulumi/docker', () => {
  expect(new Container('a', { image: IMAGE })).toBeInstanceOf(docker.Container);
  expect(new Service('b', { taskSpec: { containerSpec: { image: IMAGE } } })).toBeInstanceOf(docker.Service);
  expect(new Network('c')).toBeInstanceOf(docker.Network);
  expect(docker.Container.isInstance(new Container('d', { image: IMAGE }))).toBe(true);
});

describe('a container', () => {
  test('gets a network of its own, beside it', async () => {
    const web = new Container('web', { image: IMAGE });
    expect((await inputsOf(web)).networksAdvanced).toEqual([{ name: 'web-network' }]);
    expect(registered.map(({ type }) => type)).toContain('docker:index/network:Network');
  });

  test.each([{ networkMode: 'none' }, { networksAdvanced: [{ name: 'front' }] }])(
    'that says its network gets no other: %j',
    async (args) => {
      expect(await inputsOf(new Container('web', { image: IMAGE, ...args }))).toMatchObject(args);
      expect(registered.map(({ type }) => type)).toEqual(['docker:index/container:Container']);
    },
  );

  test('is bound to loopback unless it says where', async () => {
    const ports = [
      { internal: 8080, external: 8080 },
      { internal: 8081, external: 8081, ip: '10.0.0.5' },
    ];
    expect((await inputsOf(new Container('web', { image: IMAGE, ports }))).ports).toMatchObject([{ ip: '127.0.0.1' }, { ip: '10.0.0.5' }]);
  });

  test('that is read from the engine stays as it is', async () => {
    const read = new Container('old', { image: 'x', privileged: true }, { id: 'abc' });
    expect(await resolved(read.privileged)).toBe(true);
  });
});

describe('what is insecure and written plainly', () => {
  const make = () => new Container('web', { image: IMAGE, privileged: true, pidMode: 'host', envs: ['DB_PASSWORD=hunter2-hunter2'] });

  test('is refused at once, all of it in one error', () => {
    const error = thrownBy(make);
    expect(error).toBeInstanceOf(InsecureResourceError);
    expect(error).toBeInstanceOf(TemperedError);
    expect((error as InsecureResourceError).findings.map(({ control }) => control)).toEqual([
      'docker-host-pid',
      'docker-privileged',
      'docker-secret-env',
    ]);
    expect(registered).toEqual([]);
  });

  test('is named with field, attack, alternative and waiver, and without a secret', () => {
    const { message } = thrownBy(make);
    expect(message).toContain('docker.Container "web" is insecure (profile restricted):');
    expect(message).toContain('  docker-privileged: privileged is true, must be absent or `false`.');
    expect(message).toContain('    Why: A privileged container has every capability');
    expect(message).toContain('    Instead: leave privileged out, or set it to false.');
    expect(message).toContain("waivers: [{ control: 'docker-privileged', reason: '…', expires: 'YYYY-MM-DD' }]");
    expect(message).not.toContain('hunter2');
  });

  test('leaves nothing behind, not even the network of its own', async () => {
    thrownBy(() => new Container('web', { image: IMAGE, pidMode: 'host' }));
    await inputsOf(new Network('later'));
    expect(registered.map(({ name }) => name)).toEqual(['later']);
  });

  test('is registered with a waiver, which stands in its labels', async () => {
    const waived = new Container('web', { image: IMAGE, privileged: true, waivers: [{ control: 'docker-privileged', ...WAIVED }] });
    expect(await inputsOf(waived)).toMatchObject({
      privileged: true,
      labels: [{ label: 'waive.tempered/docker-privileged', value: JSON.stringify(WAIVED) }],
    });
  });

  test('is refused with a waiver that has ended, which the message tells', () => {
    const ended = { control: 'docker-privileged', reason: 'once', expires: '2020-01-01' } as const;
    const { message } = thrownBy(() => new Container('web', { image: IMAGE, privileged: true, waivers: [ended] }));
    expect(message).toContain('It was waived: the waiver of docker-privileged');
  });

  test('is refused with a waiver without a reason, which says where', () => {
    const wrong = { control: 'docker-privileged', reason: '', expires: '2027-03-31' } as const;
    expect(() => new Container('web', { image: IMAGE, waivers: [wrong] })).toThrow('at docker.Container "web"');
  });

  test('is refused with a waiver of what is no control', () => {
    const wrong = { control: 'docker-priviliged' as 'docker-privileged', ...WAIVED };
    expect(() => new Container('web', { image: IMAGE, waivers: [wrong] })).toThrow('did you mean "docker-privileged"?');
  });
});

describe('a shape that the resource does not have', () => {
  test.each<[object, string]>([
    [{ envs: { A: 'b' } }, 'envs must be a list'],
    [{ ports: 'x' }, 'ports must be a list'],
    [{ capabilities: ['ALL'] }, 'capabilities must be an object'],
    [{ capabilities: { drops: 'ALL' } }, 'capabilities.drops must be a list'],
  ])('is an error, since nothing of it could be judged: %j', (args, message) => {
    expect(thrownBy(() => new Container('web', { image: IMAGE, networkMode: 'none', ...args })).message).toContain(message);
    expect(registered).toEqual([]);
  });
});

describe('an output', () => {
  test('stays where it is, with what hardening adds below it', async () => {
    const web = new Container('web', {
      image: pulumi.output(IMAGE),
      capabilities: pulumi.output({ adds: ['chown'] }),
      waivers: [{ control: 'docker-added-capabilities', ...WAIVED }],
    });
    expect(await inputsOf(web)).toMatchObject({ image: IMAGE, capabilities: { adds: ['CAP_CHOWN'], drops: ['ALL'] } });
  });

  test('that is an image gets the folders that the image is known to need, as the image itself would', async () => {
    const plain = await inputsOf(new Container('plain', { image: 'nginx:1.27', networkMode: 'none' }));
    expect(Object.keys(plain.tmpfs as object)).toContain('/var/cache/nginx');
    const late = await inputsOf(new Container('late', { image: pulumi.output('nginx:1.27'), networkMode: 'none' }));
    expect(late).toEqual(plain);
  });

  test('that says nothing is filled in', async () => {
    const web = new Container('web', { image: IMAGE, user: pulumi.output(undefined), networksAdvanced: [{ name: 'front' }] });
    expect((await inputsOf(web)).user).toBe('65532:65532');
  });

  test('that is insecure fails the deployment when it resolves', async () => {
    expect(await lateRefusal({ privileged: pulumi.output(true) })).toContain('docker-privileged: privileged is true');
    expect(await lateRefusal({ privileged: pulumi.output(false) })).toBe('registered');
  });

  test('that is insecure only together with another one fails it, too', async () => {
    const message = await lateRefusal({
      image: IMAGE,
      networkMode: pulumi.output('host'),
      ports: [{ internal: 80, ip: pulumi.output('0.0.0.0') }],
    });
    expect(message).toContain('networkMode is "host"');
    expect(message).toContain('ports[0].ip is "0.0.0.0"');
  });

  test('that is secret may not be a variable of the environment, whatever it holds; its value is shown nowhere', async () => {
    const message = await lateRefusal({ envs: [pulumi.secret('GREETING=good-morning')] });
    expect(message).toContain('docker-secret-env: envs[0] is a secret value');
    expect(message).not.toContain('good-morning');
    expect(warnings.join()).not.toContain('good-morning');
    expect(await lateRefusal({ envs: [pulumi.output('GREETING=good-morning')] })).toBe('registered');
  });

  test('that is secret stays secret', async () => {
    const web = new Container('web', { image: IMAGE, hostname: pulumi.secret('hidden'), networkMode: 'none' });
    expect(await pulumi.isSecret(web.hostname)).toBe(true);
    expect(await pulumi.isSecret(web.image)).toBe(false);
  });

  test('that no preview knows is not passed in silence', async () => {
    await mockPulumi({ preview: true });
    const web = new Container('web', { image: IMAGE, user: unknownOutput<string>(), networkMode: 'none' });
    await inputsOf(web);
    expect(warnings.join('\n')).toContain('not judged yet, since values are not known before deployment: docker-user');
  });

  test('that is known in a preview is judged there, beside one that is not', async () => {
    await mockPulumi({ preview: true });
    const args = { image: unknownOutput<string>(), privileged: pulumi.output(true) };
    expect(await lateRefusal(args)).toContain('docker-privileged');
  });
});

describe('uploads', () => {
  const file = '/etc/app.conf';
  const uploads = [{ file, content: 'a=b' }];

  test('leave the root writable, since the engine copies nothing into a read-only one; that is said', async () => {
    const web = await inputsOf(new Container('web', { image: IMAGE, uploads, networkMode: 'none' }));
    expect(web).toMatchObject({ uploads, user: '65532:65532' });
    expect(web).not.toHaveProperty('readOnly');
    expect(warnings.join('\n')).toContain('docker-read-only-root: The provider copies /etc/app.conf into the container');
  });

  test('beside a read-only root that is written are refused in the preview', () => {
    const make = () => new Container('web', { image: IMAGE, uploads, readOnly: true, networkMode: 'none' });
    expect(thrownBy(make).message).toContain('upload it onto a volume');
  });

  test('onto a volume let the root be read-only', async () => {
    const volumes = [{ volumeName: 'conf', containerPath: '/etc' }];
    expect(await inputsOf(new Container('web', { image: IMAGE, uploads, volumes, networkMode: 'none' }))).toMatchObject({ readOnly: true });
  });
});

describe('advice', () => {
  test('is given once for a resource, and stops nothing', async () => {
    const web = new Container('web', { image: 'nginx:1.27', restart: 'always', hostname: pulumi.output('web') });
    await inputsOf(web);
    const said = warnings.join('\n');
    expect(said.match(/docker-restart-policy/g)).toHaveLength(1);
    expect(said).toContain('image "nginx:1.27" names no digest');
    expect(said).toContain('repoDigest');
  });
});

describe('secrets', () => {
  test('of a Swarm are secrets of Pulumi', async () => {
    const secret = new Secret('db', { data: Buffer.from('x').toString('base64') });
    expect(await pulumi.isSecret(secret.data)).toBe(true);
  });

  test('so is the content of a config; a credential in it is refused', async () => {
    const config = new ServiceConfig('app', { dataRaw: 'port = 8080' });
    expect(await pulumi.isSecret(config.dataRaw)).toBe(true);
    const { message } = thrownBy(() => new ServiceConfig('app', { dataRaw: 'password = hunter2-hunter2' }));
    expect(message).toContain('Make it a docker.Secret');
    expect(message).not.toContain('hunter2');
  });

  test('are no files that are uploaded, and no arguments of a build, whatever they look like', async () => {
    const upload = (content: pulumi.Input<string>, file = '/app/.conf') => lateRefusal({ uploads: [{ file, content }] });
    const said = await upload(pulumi.secret('good-morning'));
    expect(said).toContain('docker-secret-upload: uploads[0].content');
    expect(said).not.toContain('good-morning');
    expect(await upload(pulumi.output('port = 8080'))).toBe('registered');
    const { message } = thrownBy(
      () => new Container('c', { image: IMAGE, uploads: [{ file: '/.env', content: 'A=b\nPASSWORD=hunter2' }] }),
    );
    expect(message).toContain('uploads[0].content');
    expect(message).not.toContain('hunter2');
    for (const [type, build] of [
      ['image:Image', { args: { V: pulumi.secret('good-morning') } }],
      ['remoteImage:RemoteImage', { context: '.', buildArgs: { V: pulumi.secret('good-morning') } }],
    ] as const) {
      const { judged } = hardenInputs(`docker:index/${type}`, { name: 'web', imageName: 'web', build }, { name: 'web' });
      await expect(judged).rejects.toThrow(/compose-build-secrets: build\.\w+\.V is a secret value/);
    }
  });

  test('among build arguments are refused', () => {
    const build = { context: '.', buildArgs: { NPM_TOKEN: 'hunter2-hunter2' } };
    const { message } = thrownBy(() => new RegistryImage('web', { name: 'web', build }));
    expect(message).toContain('build.buildArgs.NPM_TOKEN');
    expect(message).not.toContain('hunter2');
  });
});
