import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PinnedImage } from 'tempered/docker';
import type { Engine } from './engine';

const SCRIPT = join(__dirname, '..', 'judges', 'registry.py');
const PORT = 5000;

/** Where the registry answers, with a certificate that nobody signed: the engine must be told so. */
export const REGISTRY = `127.0.0.1:${PORT}`;

/** Images by digest without a network: what stands in for those of a recipe, from a registry in the engine's own namespace. */
export class StandInImages {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  public static async start(engine: Engine): Promise<StandInImages> {
    const folder = join(engine.folder, 'images');
    mkdirSync(folder);
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=stand-in'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    execFileSync('openssl', [...made, ...files], { stdio: 'ignore' });
    const inside = readFileSync(join(engine.folder, 'pid'), 'utf8').trim();
    const command = ['--net', '--target', inside, 'python3', SCRIPT, folder, String(PORT)];
    const server = spawn('nsenter', command, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [ready] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => [])]);
    if (ready === undefined) throw new Error(`the registry did not start: ${SCRIPT}`);
    return new StandInImages(folder, server);
  }

  public stop(): void {
    this.server.kill();
  }

  /** Makes an image of a root file system, and says its name. Names decide what a recipe takes an image for. */
  public image(name: string, root: string): PinnedImage {
    const layer = join(this.folder, 'layer');
    execFileSync('tar', ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '-C', root, '-cf', layer, '.']);
    const bytes = readFileSync(layer);
    const digest = digestOf(bytes);
    renameSync(layer, join(this.folder, digest));
    const config = this.json({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Env: ['PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
      rootfs: { type: 'layers', diff_ids: [digest] },
    });
    const manifest = this.json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: bytes.length }],
    });
    return `${REGISTRY}/${name}@${manifest.digest}`;
  }

  private json(value: object): { readonly digest: `sha256:${string}`; readonly size: number } {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = digestOf(bytes);
    writeFileSync(join(this.folder, digest), bytes);
    return { digest, size: bytes.length };
  }
}

function digestOf(bytes: Buffer): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A root file system with nothing but folders. */
export function emptyRoot(root: string): string {
  for (const folder of ['etc', 'root', 'proc', 'sys', 'dev']) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  return root;
}

/** Puts a shell and its programs there: a busybox that needs no library. */
export function addShell(root: string): string {
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  cpSync('/bin/busybox', join(root, 'bin/busybox'), { dereference: true });
  for (const name of ['sh', 'sleep', 'cat']) symlinkSync('busybox', join(root, 'bin', name));
  for (const name of ['env', 'wget']) symlinkSync('/bin/busybox', join(root, 'usr/bin', name));
  return root;
}

/** Puts a program of this machine there, with the libraries that it needs. */
export function addProgram(root: string, program: string, path: string): string {
  const file = realpathSync(program);
  const libraries = execFileSync('ldd', [file], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
  for (const [, library = ''] of libraries) cpSync(library, join(root, library), { dereference: true });
  cpSync(file, join(root, path));
  return root;
}

/** Puts the Node.js that runs this there. */
export function addNode(root: string, path: string): string {
  return addProgram(root, process.execPath, path);
}

/** Puts its npm there. */
export function addNpm(root: string): string {
  const npm = [join(dirname(dirname(realpathSync(process.execPath))), 'lib/node_modules/npm'), '/usr/share/nodejs/npm'].find((each) =>
    existsSync(each),
  );
  if (npm === undefined) throw new Error('no npm beside this Node.js');
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  return root;
}
