import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The profile that docs/tenants.md tells a reader to copy. */
export function tenantsYaml(): string {
  const page = readFileSync(join(__dirname, '../../../docs/tenants.md'), 'utf8');
  const [, text] = /^```yaml\n(# tenants\.yaml\n[\s\S]*?)^```$/m.exec(page) ?? [];
  if (text === undefined) throw new Error('docs/tenants.md has no tenants.yaml');
  return text;
}
