import { type ServerAddress, stopApiServer } from './api-server';

// biome-ignore lint/style/noDefaultExport: jest asks for it.
export default async function stop(): Promise<void> {
  const { apiServer } = globalThis as { apiServer?: ServerAddress };
  if (apiServer !== undefined) stopApiServer(apiServer);
}
