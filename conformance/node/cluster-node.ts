import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Json } from '../../lib/controls/requirement';
import { judge } from '../judges/installed';

const SCRIPT = join(__dirname, '..', 'judges', 'node.sh');

/** Why there is no node here; the runner finds out, and says it. */
const NO_NODE = process.env.TEMPERED_NO_NODE ?? '';

/** Tests that need a node: counted as not run where there can be none. */
export const describeWithNode: jest.Describe = NO_NODE === '' ? describe : describe.skip;

/** What stands for the image of every service: it listens on the ports that it is given, and has a shell to try others from. */
export const STAND_IN = 'tempered.test/stand-in:1';

const MAKE_STAND_IN = `
set -eu
cd "$1"
shift
mkdir bin tmp etc
cp "$(command -v busybox)" bin/busybox
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "bin/$applet"; done
cp "$STAND_IN" bin/stand-in
for program; do printf '#!/bin/sh\\n' >".$program" && chmod 755 ".$program"; done
`;

/** A cluster of one node, in namespaces of its own, with an outside of its own (`node.sh`). */
export class ClusterNode {
  private constructor(private readonly folder: string) {}

  static start(): ClusterNode {
    // Whoever runs the tests may name a folder, to end there what a broken-off run left behind. Short: a socket's path is.
    const folder = mkdtempSync(join(process.env.TEMPERED_NODES ?? '/tmp', 'node-'));
    execFileSync(SCRIPT, ['start', folder], { timeout: 180_000 });
    return new ClusterNode(folder);
  }

  stop(): void {
    execFileSync(SCRIPT, ['stop', this.folder], { timeout: 180_000 });
    rmSync(this.folder, { recursive: true });
  }

  /** Makes the stand-in, with further programs that do nothing and end well. */
  makeStandIn(programs: readonly `/${string}`[]): void {
    const root = mkdtempSync(join(this.folder, 'root-'));
    execFileSync('sh', ['-c', MAKE_STAND_IN, 'sh', root, ...programs], { env: { ...process.env, STAND_IN: judge('stand-in') } });
    chmodSync(root, 0o755);
    execFileSync(SCRIPT, ['image', this.folder, root, STAND_IN], { timeout: 60_000 });
    rmSync(root, { recursive: true });
  }

  async kubectl(values: readonly string[], input = ''): Promise<string> {
    const asked = promisify(execFile)(SCRIPT, ['kubectl', this.folder, ...values], { timeout: 120_000, maxBuffer: 1 << 24 });
    asked.child.stdin?.end(input);
    return (await asked).stdout;
  }

  /** Creates the objects, or brings them to what is said. */
  async apply(objects: readonly Json[]): Promise<string> {
    return this.kubectl(['apply', '--server-side', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  }

  async get(kind: string, namespace: string): Promise<readonly Json[]> {
    return JSON.parse(await this.kubectl(['get', kind, '--namespace', namespace, '--output', 'json'])).items;
  }

  /** Runs a shell command in the first container of a pod. */
  async execute(namespace: string, pod: string, command: string): Promise<string> {
    return this.kubectl(['exec', '--namespace', namespace, pod, '--', '/bin/sh', '-c', command]);
  }
}
