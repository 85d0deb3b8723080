import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../lib/cli/run';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Given {
  readonly stdin?: string | Buffer;
  /** Whether output goes to a terminal. */
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command line in this process. */
export async function tempered(argv: readonly string[], { stdin, terminal = false, env = {} }: Given = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdin: async () => Buffer.from(stdin ?? ''),
    stdout: { isTTY: terminal, write: (text) => (out += text) },
    stderr: { isTTY: terminal, write: (text) => (err += text) },
    env,
  });
  return { code, out, err };
}

/** Makes a folder with these files the current one, until the next or the end of the test. */
export function inFolder(files: Readonly<Record<string, string | Buffer>>): string {
  leave?.();
  const folder = mkdtempSync(join(tmpdir(), 'tempered-cli-'));
  const before = process.cwd();
  leave = () => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
    leave = undefined;
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  process.chdir(folder);
  return folder;
}

let leave: (() => void) | undefined;
afterEach(() => leave?.());

/** A pod that passes Pod Security restricted. */
export const SAFE_POD = `apiVersion: v1
kind: Pod
metadata:
  name: safe
spec:
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: registry.example/web
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: [ALL]
`;

/** A pod on the network of its node, and else as safe as the other. */
export const HOST_NETWORK_POD = SAFE_POD.replace('name: safe', 'name: agent\n  namespace: shop').replace(
  'spec:\n',
  'spec:\n  hostNetwork: true # for metrics\n',
);

/** Arguments that ask exactly the standard, whatever our own profiles come to ask. */
export const STANDARD = ['--profile', 'pod-security-restricted'];
