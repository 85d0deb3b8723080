/** Options of Node.js (doc/api/cli.md) whose value may be the next word. */
const WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '--title',
  '--icu-data-dir',
  '--openssl-config',
  '--disable-warning',
  '--diagnostic-dir',
  '--redirect-warnings',
  '--dns-result-order',
  '--unhandled-rejections',
  '--max-http-header-size',
]);

/** The file that Node.js starts, after options of its own; undefined where it is told to do something else. */
export function startedFile(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return words[at + 1];
    if (/^(-[epc]|--eval|--print|--check|--test|--run)(=|$)/.test(word)) return undefined;
    if (!word.startsWith('-')) return word;
    if (WITH_VALUE.has(word)) at++;
  }
  return undefined;
}
