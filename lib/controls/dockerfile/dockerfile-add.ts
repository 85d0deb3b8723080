import { control } from '../control';
import { type Complaint, everyInstruction } from './dockerfile-rule';
import { dockerfile } from './example';
import { argumentsOf, flagValues } from './reading/arguments';
import { copyOf } from './reading/copies';

/** What the engine unpacks. */
const ARCHIVE = /\.(tar(\.(gz|bz2|xz|zst|lzma|Z|\*))?|t[gbx]z2?|tbz2?|txz|tzst|tar\*)$/i;
const REMOTE = /^(https?|ftp):\/\//i;
const GIT = /^(git@|git:\/\/|ssh:\/\/)|\.git(#|$)|^(https?:\/\/)?github\.com\/[^/]+\/[^/]+$/i;
/** `repository.git#<commit>`, perhaps with a folder. */
const COMMIT = /#[0-9a-f]{40}(:|$)|[?&]checksum=[0-9a-f]{40}/i;

type Source = 'local' | 'archive' | 'url' | 'git' | 'variable';

function kindOf(source: string): Source {
  if (GIT.test(source)) return 'git';
  if (REMOTE.test(source)) return 'url';
  if (ARCHIVE.test(source)) return 'archive';
  return source.includes('$') ? 'variable' : 'local';
}

export const dockerfileAdd = control({
  id: 'dockerfile-add',
  family: 'dockerfile',
  title: 'Use COPY, not ADD',
  severity: 'low',
  why: 'ADD unpacks archives and fetches addresses: a file that is swapped, or a server that is taken over, puts into the image what nobody has checked.',
  references: { cisDocker: ['4.9'] },
  counterparts: { trivy: ['DS-0005'], checkov: ['CKV_DOCKER_4'], dockerBench: ['4.9'], hadolint: ['DL3020'] },
  notes:
    'Scanners disagree: Checkov fails every ADD, hadolint (DL3010) wants it for archives. Here a local archive passes, and what is remote with `--checksum` or a commit. A source that a variable names is not judged.',
  require: everyInstruction('in every ADD, archives, or remote sources with a checksum or commit', (placed) => {
    const { instruction, path } = placed;
    const copy = instruction.keyword === 'ADD' ? copyOf(instruction) : undefined;
    if (copy === undefined) return [];
    const checked = flagValues(argumentsOf(instruction), 'checksum').length > 0;
    const kinds = copy.sources.map(kindOf);
    const all = kinds.every((kind) => kind === 'local');
    return copy.sources.flatMap((source, index): Complaint[] => {
      const at = [...path, ...(copy.worded ? ['words', index] : ['text'])];
      const kind = kinds[index];
      if (kind === 'local') {
        // An ADD that also fetches or unpacks cannot become a COPY as a whole.
        const fix = all ? ({ op: 'set', path: [...path, 'keyword'], value: 'COPY' } as const) : 'Copy local files by a COPY of their own.';
        return [{ path: at, actual: source === '' ? 'a here-document' : source, expected: 'copied by COPY', fix }];
      }
      if (kind === 'git' && !checked && !COMMIT.test(source))
        return [
          {
            path: at,
            actual: 'a repository',
            expected: 'a repository at a commit',
            fix: 'Name the commit: `ADD repository.git#<40 digits> /folder`.',
          },
        ];
      if (kind === 'url' && !checked)
        return [
          {
            path: at,
            actual: 'an address',
            expected: 'an address with `--checksum`',
            fix: 'Add `--checksum=sha256:…` of the file that was tested.',
          },
        ];
      return [];
    });
  }),
  examples: {
    pass: [
      { because: 'COPY only copies', object: dockerfile('FROM alpine:3.20', 'COPY app /app') },
      { because: 'the archive is meant to be unpacked', object: dockerfile('FROM scratch', 'ADD rootfs.tar.gz /') },
      {
        because: 'the checksum says which file',
        object: dockerfile(
          'FROM alpine:3.20',
          'ADD --checksum=sha256:9b1cf0a3f1bd5a1bd5cbb5aa3f1d0d7a2c2d7f7d14f7b8b1a2f8a3f25e0a9c11 https://example.com/x /x',
        ),
      },
      {
        because: 'the commit says which files',
        object: dockerfile('FROM alpine:3.20', 'ADD https://git.example/x.git#0123456789abcdef0123456789abcdef01234567 /x'),
      },
    ],
    fail: [
      { because: 'a local file needs no ADD', object: dockerfile('FROM alpine:3.20', 'ADD app /app') },
      { because: 'the server decides what comes', object: dockerfile('FROM alpine:3.20', 'ADD https://example.com/x /x') },
      { because: 'a branch moves', object: dockerfile('FROM alpine:3.20', 'ADD https://git.example/x.git#main /x') },
      { because: 'the JSON form is the same', object: dockerfile('FROM alpine:3.20', 'ADD ["a b", "/c"]') },
    ],
  },
});
