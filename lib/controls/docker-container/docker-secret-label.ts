// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { control } from '../control';
import { literalCredential } from '../credential';
import { DOCKER } from '../docker/objects';
import { docker, failing, isObject, type Json } from '../requirement';

const EXPECTED = 'no credential';

/** Labels that engines, builders and ourselves write: digests, commits and reasons. */
const OURS = /^(?:com\.docker\.|org\.opencontainers\.image\.|org\.label-schema\.|desktop\.docker\.io\/|waive\.tempered\/)/;

export const dockerSecretLabel = control({
  id: 'docker-secret-label',
  family: 'docker-container',
  title: 'Keep credentials out of labels',
  severity: 'high',
  why: 'Labels are told to everybody who may ask the engine, listed by `docker ps`, and copied by log drivers, monitors and proxies that read them all.',
  references: { docker: 'https://docs.docker.com/engine/manage-resources/labels/' },
  counterparts: {},
  notes:
    'A label counts by its name, by the format of its value (hashes of `basicauth.users` among them: a proxy takes them from a file as well) or by its randomness. References without a default, and paths, pass. Labels of the engine and of OCI are not read. Findings never repeat a value.',
  require: docker({
    kinds: [DOCKER.container],
    evaluate(container, emit) {
      const labels: unknown = (container.metadata as Json | undefined)?.annotations;
      if (!isObject(labels)) return true;
      for (const [name, value] of Object.entries(labels) as [string, unknown][]) {
        const reason = OURS.test(name) || typeof value !== 'string' ? undefined : literalCredential(name, value);
        if (reason !== undefined)
          emit(
            failing(
              ['metadata', 'annotations', name],
              '(not shown)',
              `${EXPECTED}; this value ${reason}`,
              'Give the credential as a file (a secret, mounted below /run/secrets) to whoever reads the label: proxies take users and keys from files. Then change the credential: it was written where others read.',
            ),
          );
      }
      return true;
    },
    prose: `in every container each label must be ${EXPECTED}`,
  }),
  examples: {
    pass: [
      { because: 'there are none', docker: {} },
      { because: 'no credential', docker: labelled({ 'traefik.http.routers.web.rule': 'Host(`shop.example`)', team: 'web' }) },
      { because: 'a reference', docker: labelled({ 'api.token': '${API_TOKEN}' }) },
      { because: 'a digest of the build', docker: labelled({ 'org.opencontainers.image.revision': 'Zm9vYmFyQmF6MTIzNDU2Nzg5MEFiQ2RFZg' }) },
    ],
    fail: [
      { because: 'its name says what it is', docker: labelled({ api_token: 'changeme' }) },
      {
        because: 'a hash that can be tried',
        docker: labelled({
          'traefik.http.middlewares.a.basicauth.users': 'web:$2y$05$abcdefghijklmnopqrstuuNq0m3x7sC9bC1d2e3f4g5h6i7j8k9lO',
        }),
      },
      { because: 'an address has a password in it', docker: labelled({ 'backup.target': 'postgres://web:changeme@db:5432/web' }) },
    ],
  },
});

function labelled(annotations: Readonly<Record<string, string>>): {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
} {
  return { metadata: { name: 'web', annotations } };
}
