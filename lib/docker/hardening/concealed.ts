import { formatPath, type Path } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';

/** The finding without what is written there, where that is marked as secret: messages are read by more people than secrets are. */
export function concealed(finding: Finding, secrets: readonly Path[]): Finding {
  const { path, expected } = finding;
  const isSecret = secrets.some((secret) => {
    const shorter = Math.min(secret.length, path.length);
    return secret.slice(0, shorter).every((step, index) => step === path[index]);
  });
  if (!isSecret) return finding;
  return { ...finding, actual: undefined, message: `${formatPath(path)} is a secret value, must be ${expected}` };
}
