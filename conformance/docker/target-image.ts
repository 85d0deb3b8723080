import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { JUDGES } from '../judges/installed';
import type { Engine } from './engine';

/** What is attacked, and from inside which. No registry has it. */
export const TARGET_IMAGE = 'tempered.test/target:1';

/**
 * A busybox with what a careless image leaves lying about: a setuid binary, one with a capability of its own, a folder
 * that everybody may write, a file that only root may read.
 */
const MAKE = `
set -eu
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cd "$root"
mkdir bin etc tmp root dev proc sys run home open
cp "$(command -v busybox)" bin/busybox
for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "bin/$applet"; done
for name in attempt become-root with-capability; do cp "$JUDGES/bin/attempt" "bin/$name"; done
chmod 4755 bin/become-root
chmod 1777 tmp open
printf 'root:x:0:0:root:/root:/bin/sh\\nnonroot:x:65532:65532:nonroot:/home:/bin/sh\\n' >etc/passwd
printf 'root:x:0:\\nnonroot:x:65532:\\n' >etc/group
echo 'what only root knows' >etc/only-root
chmod 600 etc/only-root
# CAP_NET_RAW, permitted and effective: version 2 of the attribute
python3 -c "import os, struct; os.setxattr('bin/with-capability', 'security.capability', struct.pack('<IIIII', 0x02000001, 1 << 13, 0, 0, 0))"
tar --xattrs --xattrs-include=security.capability --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -c . |
  docker import --change 'CMD ["sleep", "3600"]' - "$IMAGE"
`;

/** Makes the image on an engine, under this name and others. */
export function makeTargetImage(engine: Engine, ...names: readonly string[]): Promise<readonly string[]> {
  const env = { ...process.env, JUDGES, IMAGE: TARGET_IMAGE, DOCKER_HOST: engine.host, DOCKER_CONFIG: join(engine.folder, 'client') };
  execFileSync('bash', ['-c', MAKE], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
  return Promise.all(names.map((name) => engine.client('docker', ['tag', TARGET_IMAGE, name])));
}
