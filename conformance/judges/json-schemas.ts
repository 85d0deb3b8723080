import { execFile } from 'node:child_process';
import { judge } from './installed';

/** An object, or a file, with which something is wrong. */
export interface Invalid {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly msg: string;
}

/**
 * Objects that the JSON schema of their kind does not allow, fields that it does not know included.
 *
 * @param version full: `1.37.0`
 * @param files files, or folders of them. Kinds that Kubernetes does not have itself are passed over
 */
export async function invalidObjects(version: string, files: readonly string[]): Promise<readonly Invalid[]> {
  const options = [
    '-strict',
    '-ignore-missing-schemas',
    '-output',
    'json',
    '-kubernetes-version',
    version,
    '-schema-location',
    judge('schemas'),
  ];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(judge('kubeconform'), [...options, ...files], { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`kubeconform: ${stderr || error?.message}`));
      else resolve(stdout);
    });
  });
  const { resources }: { readonly resources: readonly (Invalid & { readonly status: string })[] } = JSON.parse(output);
  return resources
    .filter(({ status }) => status === 'statusInvalid' || status === 'statusError')
    .map(({ filename, kind, name, msg }) => ({ filename, kind, name, msg }));
}
