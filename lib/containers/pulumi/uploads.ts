import { holdsCredential } from '../../controls/credential';
import { holdsCredentials as isSecretFile } from '../../controls/dockerfile/secret-files';
import { isObject, type Json, listOf, UNKNOWN } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { elementsOf, listCodec } from './list-codec';

/** Files that the provider copies into the container before it starts. Their contents are not kept. */
export const uploadsField: FieldCodec = listCodec({
  field: 'uploads',
  home: ['uploads'],
  elements: (written) =>
    elementsOf(written, ['uploads'], (upload) => ({
      value: { target: upload.file as unknown, credential: credentialIn(upload) },
      names: { target: ['file'], credential: [placeOfContent(upload)] },
    })),
  add: () => ({ op: 'manual', instructions: 'What is uploaded only a person knows.' }),
});

const CONTENTS = ['content', 'contentBase64', 'source'] as const;

function placeOfContent(upload: Json): string {
  return CONTENTS.find((key) => upload[key] !== undefined && upload[key] !== null) ?? 'content';
}

function credentialIn({ content, contentBase64, source }: Json): boolean | typeof UNKNOWN {
  if (content === UNKNOWN || contentBase64 === UNKNOWN) return UNKNOWN;
  if (typeof content === 'string') return holdsCredential(content);
  if (typeof contentBase64 === 'string') return holdsCredential(Buffer.from(contentBase64, 'base64').toString());
  return typeof source === 'string' && isSecretFile(source);
}

/**
 * Why the container cannot have a read-only root: the engine refuses a copy into one, but for what is mounted from a volume there.
 * Measured on engine 29: "container rootfs is marked read-only".
 */
export function obstacleToReadOnly({ uploads, mounts, volumes }: Json): string | undefined {
  if (uploads === undefined || uploads === null || (Array.isArray(uploads) && uploads.length === 0)) return undefined;
  const below = [
    ...listOf(mounts).filter(({ type }) => type === 'volume'),
    ...listOf(volumes).filter(({ volumeName }) => volumeName),
  ].flatMap(({ target, containerPath }): string[] => [target, containerPath].filter((path): path is string => typeof path === 'string'));
  const isOnVolume = (file: unknown): boolean =>
    typeof file === 'string' && below.some((path) => file.startsWith(path.endsWith('/') ? path : `${path}/`));
  const copied = Array.isArray(uploads) ? uploads.find((each: unknown) => !isObject(each) || !isOnVolume(each.file)) : uploads;
  if (copied === undefined) return undefined;
  const file = isObject(copied) && typeof copied.file === 'string' ? copied.file : 'a file';
  return `The provider copies ${file} into the container before it starts, which an engine refuses on a read-only root: put the file into the image, mount it from the host read-only, or upload it onto a volume, and then set readOnly to true.`;
}
