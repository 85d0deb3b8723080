import { control } from '../control';
import { custom, isObject, UNKNOWN, unknown } from '../requirement';
import { celLiteral } from '../requirement/text';
import { ingressExample } from './ingress-examples';
import { INGRESSES, isIngress, pathsOf } from './ingress-kinds';

/** Of all annotations those whose values are addresses, paths and names, so that none of these characters can be meant. */
const KEYS =
  '(^|/)(auth-url|auth-tls-match-cn|mirror-target|mirror-host|rewrite-target|app-root|permanent-redirect|temporal-redirect|upstream-vhost|x-forwarded-prefix)$';
/** What ends a directive of nginx, or begins one. */
const CONTROL = `[\\n\\r{};'"\\\\]`;
const CREDENTIALS = '(^|/)((var/)?run/secrets|etc)(/|$)';

const keys = new RegExp(KEYS);
const controlCharacter = new RegExp(CONTROL);
const credentials = new RegExp(CREDENTIALS);

const ANNOTATIONS = 'object.metadata.annotations';
const BAD_ANNOTATION = `k.matches(${celLiteral(KEYS)}) && ${ANNOTATIONS}[k].matches(${celLiteral(CONTROL)})`;
const BAD_PATH = `p.path.matches(${celLiteral(CONTROL)}) || p.path.matches(${celLiteral(CREDENTIALS)})`;
const PASSES = [
  `(!has(${ANNOTATIONS}) || !${ANNOTATIONS}.exists(k, ${BAD_ANNOTATION}))`,
  `(!has(object.spec) || !has(object.spec.rules) || !object.spec.rules.exists(r, has(r.http) && has(r.http.paths) && r.http.paths.exists(p, has(p.path) && (${BAD_PATH}))))`,
].join(' && ');

const NO_CONTROL = 'without newlines, braces, semicolons, quotes and backslashes';
const NO_CREDENTIALS = 'away from the files of the controller (/etc, /run/secrets)';

export const ingressAnnotationInjection = control({
  id: 'ingress-annotation-injection',
  family: 'ingress',
  title: 'Keep control characters out of ingress annotations',
  severity: 'high',
  why: 'The controller ingress-nginx writes these values into its configuration: a semicolon and a brace make directives of them, and those run code with every Secret of the cluster at hand (CVE-2025-1974).',
  references: { kubernetes: 'https://kubernetes.io/blog/2025/03/24/ingress-nginx-cve-2025-1974/' },
  counterparts: { trivy: ['KCV-0093'], kyverno: ['restrict-annotations', 'restrict-ingress-paths'] },
  notes:
    'Read are `auth-url`, `auth-tls-match-cn`, `mirror-target`, `mirror-host` (CVE-2025-24513, 24514, 1097, 1098, 1974), `rewrite-target`, `app-root`, `permanent-redirect`, `temporal-redirect`, `upstream-vhost` and `x-forwarded-prefix` (CVE-2021-25745, 25746) of whatever controller, and the paths of the rules. A path that is a regular expression with a backslash or braces fails too: write `[.]` for `\\.`. Findings show no value of an annotation.',
  require: custom({
    reads: INGRESSES,
    evaluate(subject, emit) {
      if (!isIngress(subject)) return false;
      const { object } = subject;
      const annotations: unknown = isObject(object.metadata) ? object.metadata.annotations : undefined;
      for (const [key, value] of Object.entries(isObject(annotations) ? annotations : {}) as [string, unknown][]) {
        const path = ['metadata', 'annotations', key];
        if (!keys.test(key)) continue;
        if (value === UNKNOWN) emit(unknown(path, NO_CONTROL));
        if (typeof value !== 'string' || !controlCharacter.test(value)) continue;
        const fix = { op: 'manual', instructions: 'Write the value that is meant, encoded as an address needs it (%3B, %22).' } as const;
        emit({ verdict: 'fail', path, actual: '(not shown)', expected: NO_CONTROL, fix });
      }
      for (const { path, at } of pathsOf(object)) {
        const value: unknown = path.path;
        const where = [...at, 'path'];
        if (value === UNKNOWN) emit(unknown(where, NO_CONTROL));
        if (typeof value !== 'string') continue;
        const isControl = controlCharacter.test(value);
        if (!isControl && !credentials.test(value)) continue;
        const fix = { op: 'manual', instructions: 'Write a path of the program that is behind it.' } as const;
        emit({ verdict: 'fail', path: where, actual: value, expected: isControl ? NO_CONTROL : NO_CREDENTIALS, fix });
      }
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the Ingress']` },
    prose: `\`auth-url\`, \`auth-tls-match-cn\`, \`mirror-target\`, \`mirror-host\`, \`rewrite-target\`, \`app-root\`, the redirects, \`upstream-vhost\`, \`x-forwarded-prefix\` and each path of an Ingress are ${NO_CONTROL}; paths are ${NO_CREDENTIALS}`,
  }),
  examples: {
    pass: [
      { because: 'a plain path', object: ingressExample({ path: '/shop' }) },
      {
        because: 'an address of the controller',
        object: annotated('auth-url', 'https://auth.example.com/verify?rd=$scheme://$host$request_uri'),
      },
      { because: 'what a path becomes', object: annotated('rewrite-target', '/$1/$2?from=$3') },
      { because: 'only the word is in it', object: ingressExample({ path: '/etcetera' }) },
    ],
    fail: [
      { because: 'a directive of its own', object: annotated('auth-url', 'http://auth.example.com/#;load_module /tmp/evil.so;') },
      { because: 'a directive behind what is rewritten', object: annotated('rewrite-target', '/$1;}\nload_module x;') },
      { because: 'the end of a text', object: annotated('auth-tls-match-cn', 'CN=abc #"') },
      { because: 'a block in a path', object: ingressExample({ path: '/shop{' }) },
      { because: 'the token of the controller', object: ingressExample({ path: '/var/run/secrets/kubernetes.io/serviceaccount' }) },
    ],
  },
});

function annotated(name: string, value: string) {
  return ingressExample({ annotations: { [`nginx.ingress.kubernetes.io/${name}`]: value } });
}
