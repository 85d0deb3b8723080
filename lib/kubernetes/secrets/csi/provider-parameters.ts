/** What a SecretProviderClass says to its provider. */
export interface ProviderParameters {
  readonly provider: 'vault' | 'azure' | 'aws' | 'gcp';
  /** Text only, as the schema of the resource has them. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** The files that appear in the volume. */
  readonly files: readonly string[];
}
