import { type Json, listOf } from '../requirement';

/** Whether the path is the folder, or lies in it. `/var/run` is `/run` in all images that matter. */
export function covers(folder: unknown, path: unknown): boolean {
  if (typeof folder !== 'string' || typeof path !== 'string') return false;
  const [outer, inner] = [normal(folder), normal(path)];
  return inner === outer || inner.startsWith(outer === '/' ? outer : `${outer}/`);
}

function normal(path: string): string {
  return path
    .replace(/\/+/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** Whether something writable is mounted at the path or above it. */
export function isWritable({ mounts, tmpfs }: Json, path: string): boolean {
  return (
    listOf(mounts).some(({ target, readOnly }) => readOnly !== true && covers(target, path)) ||
    listOf(tmpfs).some(({ target }) => covers(target, path))
  );
}
