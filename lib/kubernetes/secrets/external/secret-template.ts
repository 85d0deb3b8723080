import type { Construct } from 'constructs';
import { credentialFormat, literalCredential } from '../../../controls/credential';
import { constructError } from '../construct-error';
import { checkSecretKeys } from '../secret-key';

/** A ConfigMap or Secret that holds templates, in the namespace of the Secret that comes out. */
export interface TemplateSource {
  /** Its name. */
  readonly name: string;
  /** Its keys that are templates. */
  readonly items: readonly [TemplateItem, ...TemplateItem[]];
}

/** A key that holds a template. */
export interface TemplateItem {
  /** The key. */
  readonly key: string;
  /**
   * What the template gives: the value of that key, or a document of keys and values.
   *
   * @default 'Values'
   */
  readonly templateAs?: 'Values' | 'KeysAndValues';
}

/** How a Secret is made of the values of a store. */
export interface SecretTemplate {
  /**
   * Type of the Secret: `kubernetes.io/dockerconfigjson`, `kubernetes.io/tls`, `kubernetes.io/basic-auth` …
   *
   * @default 'Opaque'
   */
  readonly type?: string;
  /**
   * The keys of the Secret, each with a template of Go and Sprig that names values of the store: `{{ .password }}`. What is written
   * out here is in the manifest: a template that holds a credential itself is refused.
   *
   * @default - the values under their own keys
   */
  readonly data?: Readonly<Record<string, string>>;
  /**
   * Templates that are kept in ConfigMaps and Secrets.
   *
   * @default - none
   */
  readonly templateFrom?: readonly ({ readonly configMap: TemplateSource } | { readonly secret: TemplateSource })[];
  /**
   * Whether the values of the store stay beside what the templates make.
   *
   * @default 'Replace' - what no template names is left out
   */
  readonly mergePolicy?: 'Replace' | 'Merge';
  /**
   * Labels and annotations of the Secret.
   *
   * @default - those of the ExternalSecret
   */
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
}

/** Secrets that are credentials of the cluster itself: the operator refuses to make them. */
const OF_THE_CLUSTER = ['kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token'];

/**
 * @throws a TemperedError `invalid-secret-key`, `invalid-secret-template` for a type that the operator does not make, or
 * `credential-in-template`, which does not repeat it
 */
export function checkTemplate(scope: Construct, id: string, template: SecretTemplate): void {
  const { type = 'Opaque', data, metadata } = template;
  if (OF_THE_CLUSTER.includes(type)) {
    const wrong = `the operator makes no Secret of the type ${type}: it would be a login to the cluster beside its RBAC`;
    throw constructError('invalid-secret-template', scope, id, wrong);
  }
  if (data !== undefined) checkSecretKeys(scope, id, Object.keys(data));
  for (const [key, text] of Object.entries({ ...data, ...metadata?.labels, ...metadata?.annotations })) {
    const format = credentialFormat(text);
    const holds = format === undefined ? undefined : `holds ${format}`;
    const reason = holds ?? (text.includes('{{') ? undefined : literalCredential(key, text));
    if (reason === undefined) continue;
    const wrong = `the template of ${JSON.stringify(key)} ${reason}`;
    throw constructError('credential-in-template', scope, id, wrong, 'Put the value into the store and name it: "{{ .password }}".');
  }
}

/** The keys that a Secret has by its template; undefined where nobody can know. */
export function templatedKeys(template: SecretTemplate, fetched: readonly string[] | undefined): readonly string[] | undefined {
  const { data, templateFrom = [], mergePolicy = 'Replace' } = template;
  if (templateFrom.length > 0) return undefined;
  if (data === undefined) return fetched;
  if (mergePolicy === 'Replace') return Object.keys(data);
  return fetched && [...new Set([...fetched, ...Object.keys(data)])];
}

/** The template in the words of External Secrets. */
export function templateSpec(template: SecretTemplate): object {
  return { engineVersion: 'v2', ...template };
}
