import { holdsCredential } from '../../controls/credential';
import type { ComposeFile } from '../../controls/docker/objects';
import { type Json, UNKNOWN, type WrittenForm } from '../../controls/requirement';

/**
 * The content of a config of Swarm as the normal form of a Compose project with that one config. The content itself is not kept: only
 * that it is there, and whether it looks like a credential.
 */
export function normaliseServiceConfig(
  name: string,
  { data, dataRaw }: Json,
  annotations: Readonly<Record<string, string>> = {},
): { readonly object: ComposeFile & Json; readonly written: WrittenForm } {
  const content = typeof dataRaw === 'string' ? dataRaw : typeof data === 'string' ? Buffer.from(data, 'base64').toString() : undefined;
  const isUnknown = [data, dataRaw].includes(UNKNOWN);
  const config = isUnknown
    ? { inline: UNKNOWN as never, credential: UNKNOWN as never }
    : { inline: content !== undefined, credential: content !== undefined && holdsCredential(content) };
  const object: ComposeFile & Json = {
    apiVersion: 'docker/v1',
    kind: 'ComposeFile',
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    runBy: 'stack',
    services: {},
    configs: { [name]: config },
  };
  const at = [dataRaw === undefined || dataRaw === null ? 'data' : 'dataRaw'];
  return { object, written: { pathOf: () => at, changes: () => [] } };
}
