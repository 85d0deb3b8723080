/** How credentials of one maker, or of one notation, are written. */
export interface CredentialFormat {
  /** With its article, to complete "The value is …": `a GitHub token`. */
  readonly name: string;
  /** A text that is in every such credential: what lacks it need not be searched. */
  readonly holds: string;
  /**
   * What is a credential, anywhere in a text; a first group is the secret part, which must be no placeholder.
   * Read alike by JavaScript and RE2: no look-around, no back-references. Linear: wherever a match may begin, it fails within
   * a bounded number of characters, or runs over characters at which no other match begins.
   */
  readonly pattern: RegExp;
  /** `$` of this format is no reference: hashes are written with it. */
  readonly dollars?: boolean;
  /** Where the format is told. */
  readonly source: string;
}
