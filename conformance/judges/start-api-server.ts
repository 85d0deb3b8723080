import { announce, startApiServer } from './api-server';

// biome-ignore lint/style/noDefaultExport: jest asks for it.
export default async function start(): Promise<void> {
  const address = await startApiServer();
  announce(address);
  (globalThis as { apiServer?: unknown }).apiServer = address;
}
