/** Whether the patterns of a `.dockerignore` leave a path out of the build's context: the last pattern that matches decides. */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  let ignored = false;
  for (const written of patterns) {
    const keeps = written.startsWith('!');
    const pattern = (keeps ? written.slice(1) : written)
      .trim()
      .replace(/^\.?\/+/, '')
      .replace(/\/+$/, '');
    if (pattern !== '' && matches(path, pattern)) ignored = !keeps;
  }
  return ignored;
}

/** Go's filepath.Match with `**`; what matches a folder matches all below it. */
function matches(path: string, pattern: string): boolean {
  if (pattern === '.') return false;
  const expression = pattern
    .split(/(\*\*\/?|\*|\?|\[[^\]]*\])/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return part.startsWith('[') && part.endsWith(']') ? part.replaceAll('\\', '\\\\') : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  try {
    return new RegExp(`^${expression}(?:/.*)?$`).test(path);
  } catch {
    return false;
  }
}
