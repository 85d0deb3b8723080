import { isObject, type Json, type Path } from '../../controls/requirement';

/** Whether what is written at the path is marked as secret there or above. */
export function isSecret(at: Path, secrets: readonly Path[]): boolean {
  return secrets.some((secret) => secret.every((step, index) => at[index] === step));
}

/** The normal form with what its author marks as a secret: variables, uploaded files, arguments of a build. */
export function withMarks(object: Json, isMarked: (path: Path) => boolean): Json {
  const secretEnv = Object.keys(isObject(object.env) ? object.env : {}).filter((name) => isMarked(['env', name]));
  const { uploads, services } = object as { readonly uploads?: unknown; readonly services?: unknown };
  return {
    ...object,
    ...(secretEnv.length > 0 && { secretEnv }),
    ...(Array.isArray(uploads) && {
      uploads: uploads.map((each: unknown, index) =>
        isObject(each) && isMarked(['uploads', index, 'credential']) ? { ...each, credential: true } : each,
      ),
    }),
    ...(isObject(services) && {
      services: Object.fromEntries(Object.entries(services as Json).map(([name, each]) => [name, withSecretArgs(each, name, isMarked)])),
    }),
  };
}

function withSecretArgs(service: unknown, name: string, isMarked: (path: Path) => boolean): unknown {
  if (!isObject(service) || !isObject(service.build) || !isObject(service.build.args)) return service;
  const secretArgs = Object.keys(service.build.args).filter((arg) => isMarked(['services', name, 'build', 'args', arg]));
  return secretArgs.length === 0 ? service : { ...service, build: { ...service.build, secretArgs } };
}
