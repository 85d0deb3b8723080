import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as grpc from '@grpc/grpc-js';
import * as rpc from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as proto from '@pulumi/pulumi/proto/analyzer_pb';
import * as empty from 'google-protobuf/google/protobuf/empty_pb';
import * as structs from 'google-protobuf/google/protobuf/struct_pb';

const repository = join(__dirname, '../..');
const PACK = join(repository, 'lib/docker/policy-pack/index.ts');

/** Asks the analyzer as Pulumi's engine does. */
describe('the policy pack', () => {
  let server: ChildProcess;
  let client: rpc.AnalyzerClient;

  beforeAll(async () => {
    server = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', PACK], {
      cwd: repository,
      env: { ...process.env, TS_NODE_PROJECT: join(repository, 'tsconfig.dev.json') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve) => {
      if (server.stdout !== null) createInterface(server.stdout).once('line', resolve);
    });
    client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }, 60_000);

  afterAll(() => {
    client?.close();
    server.kill();
  });

  const analyze = (props: Record<string, structs.JavaScriptValue>) => {
    const request = new proto.AnalyzeRequest();
    request.setType('docker:index/container:Container');
    request.setName('web');
    request.setUrn('urn:pulumi:test::shop::docker:index/container:Container::web');
    request.setOptions(new proto.AnalyzerResourceOptions());
    request.setProperties(structs.Struct.fromJavaScript(props));
    return new Promise<proto.AnalyzeResponse>((resolve, reject) =>
      client.analyze(request, (error, response) => (error === null ? resolve(response) : reject(error))),
    );
  };

  test('says which policies it has', async () => {
    const info = await new Promise<proto.AnalyzerInfo>((resolve, reject) =>
      client.getAnalyzerInfo(new empty.Empty(), (error, response) => (error === null ? resolve(response) : reject(error))),
    );
    expect(info.getName()).toBe('tempered-docker');
    expect(info.getPoliciesList().map((policy) => policy.getName())).toContain('docker-privileged');
  });

  test('finds what is insecure', async () => {
    const found = (await analyze({ image: 'web:1', privileged: true })).getDiagnosticsList();
    expect(found.find((each) => each.getPolicyname() === 'docker-privileged')?.getMessage()).toContain('privileged is true');
  });

  test('never passes what a preview does not know', async () => {
    const UNKNOWN_BOOLEAN = '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7'; // Pulumi's own sign for it
    const found = (await analyze({ image: 'web:1', privileged: UNKNOWN_BOOLEAN })).getDiagnosticsList();
    expect(found.find((each) => each.getPolicyname() === 'docker-privileged')?.getMessage()).toContain(
      "can't run policy 'docker-privileged'",
    );
  });
});
