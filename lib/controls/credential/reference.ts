/** Stands in a text where a value comes from elsewhere. No credential can hold it. */
export const ELSEWHERE = '\0';

/**
 * What refers, in the order in which it is tried: an escaped `$`; `${{ … }}` of GitHub Actions; `${NAME}` and the beginning of
 * `${NAME:-default}` (Compose, Dockerfile; Spring leaves the `-` out); `$(NAME)` of Kubernetes; `$NAME`, where capitals make it
 * no part of a password; templates of Helm and Swarm; and the end of a `${`.
 */
const REFERENCES =
  /\$\$|\$\{\{[^{}]{0,500}\}\}|\$\{[A-Za-z_][\w.]{0,250}(?:\}|:?[-+?]|:)|\$\([A-Za-z_][\w.-]{0,250}\)|\$[A-Z_][A-Z0-9_]{1,250}(?![a-z])|\{\{[^{}]{0,500}\}\}|\}/g;

/**
 * The text as it is when nothing comes from outside: references become `ELSEWHERE`, `${NAME:-default}` its default and `$$` a `$`.
 * What is nested is kept on a stack, so that one pass is enough. A `${` that is never closed is no reference.
 */
export function withoutReferences(text: string): string {
  if (!text.includes('$') && !text.includes('{{')) return text;
  if (/^\$[A-Za-z_]\w{0,250}$/.test(text)) return ELSEWHERE;
  const open: { readonly before: string; readonly keeps: boolean }[] = [];
  let out = '';
  let at = 0;
  for (const { 0: mark, index } of text.matchAll(REFERENCES)) {
    out += text.slice(at, index);
    at = index + mark.length;
    const last = mark.at(-1);
    if (mark === '$$') out += '$';
    else if (mark === '}') {
      const closed = open.pop();
      if (closed === undefined) out += '}';
      else out = closed.before + (closed.keeps ? out : ELSEWHERE);
    } else if (last === '}' || last === ')' || !mark.startsWith('${')) out += ELSEWHERE;
    else {
      open.push({ before: out, keeps: last !== '?' });
      out = '';
    }
  }
  return open.length > 0 ? text : out + text.slice(at);
}

/** Where a value lies that is kept elsewhere: what secret stores and their injectors write in its place. */
const KEPT_ELSEWHERE = [
  // Bank-Vaults, vals, 1Password, Berglas, Doppler, secrets-init.
  /^(?:vault|ref\+[a-z]+|op|berglas|sm|gcp:secretmanager|awssm|awsps|doppler|keyvault|azurekeyvault):/i,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm):/,
  /^@Microsoft\.KeyVault\(/,
  /^projects\/[\w-]+\/secrets\//,
  // SOPS.
  /^ENC\[/,
];

/** What stands for a value that something fills in: it gives nothing away, and nothing accepts it. */
const PLACEHOLDERS = [
  /^<[^<>]*>$/,
  /^\[[A-Za-z_ -]*\]$/,
  /^%\w+%$/,
  /^@\w+@$/,
  /^__\w+__$/,
  /^#\{[^{}]*\}#?$/,
  /^[*.•]+$/,
  /^[xX]{3,}$/,
  // The access keys of Amazon's documentation, whose scanners (gitleaks) leave them out by the same rule.
  /^A[KS]IA[A-Z2-7]{9}EXAMPLE$/,
  /^(?:\[?redacted\]?|\(?hidden\)?)$/i,
];

/** Whether it is the place of a credential, not the credential. Words such as `changeme` are one: they are what people log in with. */
export function standsForAnother(value: string): boolean {
  return value.includes(ELSEWHERE) || [...PLACEHOLDERS, ...KEPT_ELSEWHERE].some((pattern) => pattern.test(value));
}
