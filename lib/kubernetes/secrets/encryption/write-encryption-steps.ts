import { dump } from 'js-yaml';
import { type WriteOptions, writeNewFiles } from '../../../docker/write-new-files';
import { ENCRYPTION_SCRIPT } from './encryption-script';
import type { EncryptionConfiguration, EncryptionStep } from './encryption-steps';

/**
 * Writes the steps into a folder that may be committed: a template for each configuration (`1-read-new.yaml` …), what to do
 * (`STEPS.md`), and the script that makes keys and fills them in on a control plane node (`encryption.sh`).
 *
 * @returns the paths that were written
 * @throws a TemperedError `file-exists` where a file says something else, unless `overwrite` is set
 */
export function writeEncryptionSteps(folder: string, steps: readonly EncryptionStep[], options?: WriteOptions): readonly string[] {
  const files: Record<string, string> = { 'encryption.sh': ENCRYPTION_SCRIPT };
  const lines = ['# Steps', '', 'One after the other, each on every control plane node before the next.', '', ...beforehand(steps)];
  for (const [index, { name, configuration, storedAs, instructions }] of steps.entries()) {
    const file = `${index + 1}-${name}.yaml`;
    if (configuration !== undefined) files[file] = encryptionTemplate(configuration);
    const render = configuration === undefined ? '' : ` \`sh encryption.sh render ${file} KEYS TARGET\`.`;
    lines.push(`${index + 1}. **${name}**.${render} ${instructions} What is written now begins with \`${storedAs}\` in etcd.`);
  }
  files['STEPS.md'] = `${lines.join('\n')}\n`;
  return writeNewFiles(folder, files, options);
}

/** The old key is there already, and must not be made again: the new one is what is left in the end. */
function beforehand(steps: readonly EncryptionStep[]): readonly string[] {
  const last = steps.at(-1)?.configuration;
  const [, name] = (last === undefined ? '' : encryptionTemplate(last)).match(/@key:([^@]+)@/) ?? [];
  if (name === undefined) return [];
  const make = `\`sh encryption.sh generate KEYS ${name}\``;
  return [`Beforehand, on one control plane node: ${make}. Copy that key to the others, and compare it there (\`fingerprint\`).`, ''];
}

/** A configuration as text, with `@key:NAME@` where `encryption.sh render` fills a key in; API servers refuse it before that. */
export function encryptionTemplate(configuration: EncryptionConfiguration): string {
  return dump(configuration, { lineWidth: -1, noRefs: true });
}
