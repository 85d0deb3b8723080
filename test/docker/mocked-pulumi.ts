import * as pulumi from '@pulumi/pulumi';

/** What a program registers with the engine, under Pulumi's mocks. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Everything that was registered since `mockPulumi` was called. */
export const registered: Registered[] = [];

/** A fresh program without an engine. In a preview no output of a resource is known. */
export async function mockPulumi({ preview = false } = {}): Promise<void> {
  registered.length = 0;
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        return {
          id: `${name}-id`,
          state: { ...inputs, name: inputs.name ?? name, repoDigest: `registry.example/${name}@sha256:${'a'.repeat(64)}` },
        };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'shop',
    'test',
    preview,
  );
}

/** The inputs that a resource was registered with, once it is. */
export async function inputsOf(resource: pulumi.Resource): Promise<Readonly<Record<string, unknown>>> {
  const urn = await resolved(resource.urn);
  const [, name] = /::([^:]+)$/.exec(urn) ?? [];
  const found = registered.findLast((each) => each.name === name && urn.includes(`${each.type}::`));
  if (found === undefined) throw new Error(`${urn} was not registered`);
  return found.inputs;
}

/** The value of an output; rejects where it is never known. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const seen = output.apply((value) => {
      resolve(value as T);
      return value;
    });
    pulumi.isSecret(seen).then(() => reject(new Error('not known')), reject);
  });
}

/** An output that no preview knows. */
export function unknownOutput<T>(): pulumi.Output<T> {
  return pulumi.output(Reflect.get(pulumi, 'unknown') as T) as pulumi.Output<T>;
}
