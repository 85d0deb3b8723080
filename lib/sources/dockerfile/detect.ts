import { isKeyword } from './problems';

/** Whether a file is a Dockerfile: by its name, and, where the name says nothing, by how it begins. */
export function isDockerfile(name: string, text: string): boolean {
  return isDockerfileName(name) || (!/\.(ya?ml|json|md|txt|toml|dockerignore)$/i.test(name) && looksLikeDockerfile(text));
}

/** `Dockerfile`, `Dockerfile.dev`, `web.Dockerfile`, `web.dockerfile`, `Containerfile` and the like. */
function isDockerfileName(name: string): boolean {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  // `Dockerfile.dockerignore` says what a build leaves out.
  if (/\.dockerignore$/i.test(base)) return false;
  return /^(docker|container)file([.-].+)?$/i.test(base) || /\.(docker|container)file$/i.test(base);
}

/** Whether a text begins as a Dockerfile: with `FROM`, after nothing but comments and `ARG`. */
export function looksLikeDockerfile(text: string): boolean {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let continued = false;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trim();
    at = end + 1;
    if (line === '' || line.startsWith('#')) continue;
    const goesOn = /[\\`]$/.test(line);
    const word = /^[A-Za-z]+(?=\s+\S)/.exec(line)?.[0];
    if (!continued) {
      if (word === undefined || !isKeyword(word)) return false;
      if (word.toUpperCase() === 'FROM') return /^FROM\s+(--\S+\s+)*\S+(\s+AS\s+\S+)?\s*[\\`]?$/i.test(line);
      if (word.toUpperCase() !== 'ARG') return false;
    }
    continued = goesOn;
  }
  return false;
}
