import { literalCredential } from './literal-credential';

/** `password = hunter2`, `"token": "…"`; YAML, INI, properties and JSON alike. */
const SETTING = /^\s*["']?([\w.-]+)["']?\s*[:=]\s*["']?(.*?)["']?,?\s*$/;

/** Whether a line of the text looks like a credential. */
export function holdsCredential(content: string): boolean {
  return content.split('\n').some((line) => {
    const [, name, value] = SETTING.exec(line) ?? [];
    return literalCredential(name, value ?? line.trim()) !== undefined;
  });
}
