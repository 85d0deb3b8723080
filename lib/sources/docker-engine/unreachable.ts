import { TemperedError } from '../../errors';
import type { EngineAddress } from './address';

/** Why an engine did not answer, and what to do about it. */
export function unreachable({ host, from, socket }: EngineAddress, error: unknown): TemperedError {
  const { code, statusCode, message } = readError(error);
  const { reason, hint } = explain(code, statusCode, message, socket);
  return new TemperedError('engine-unreachable', `no engine answered at ${host} (${from}): ${reason}`, { hint, cause: error });
}

/** What an error of Node.js or of the client says, read with care. */
function readError(error: unknown): { readonly code: string; readonly statusCode: number | undefined; readonly message: string } {
  const { code, statusCode, message }: { code?: unknown; statusCode?: unknown; message?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return {
    code: typeof code === 'string' ? code : '',
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    message: typeof message === 'string' ? message : String(error),
  };
}

const START = 'start the engine (`systemctl start docker`), or set DOCKER_HOST to where it answers';

function explain(code: string, status: number | undefined, message: string, socket: string | undefined) {
  if (code === 'ENOENT') return { reason: 'there is no such socket', hint: START };
  if (code === 'EACCES' || code === 'EPERM')
    return {
      reason: 'permission denied',
      hint: 'run the audit as root, or as a member of the group of the socket (mostly `docker`; membership is as good as root)',
    };
  if (code === 'ECONNREFUSED')
    return {
      reason: 'connection refused: nothing listens there',
      hint: socket === undefined ? 'check host and port, and that the engine listens on tcp' : START,
    };
  if (code === 'ENOTSOCK') return { reason: 'it is no socket', hint: START };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { reason: 'the name of the host is not known', hint: 'check the spelling of the host' };
  if (code === 'ETIMEDOUT' || code === 'ECONNRESET' || code === 'ESOCKETTIMEDOUT')
    return {
      reason: 'the connection gave no answer',
      hint: 'check that the engine works (`docker version`), and that no firewall is between',
    };
  if (status !== undefined)
    return { reason: `it answered with status ${status}`, hint: 'check that an engine of Docker answers there, and that you may ask it' };
  if (/cert|tls|ssl|self.signed|wrong version/i.test(`${code} ${message}`))
    return {
      reason: `the connection with TLS failed (${code || 'no code'})`,
      hint: 'check DOCKER_CERT_PATH and the authority of the engine; an engine without TLS answers on port 2375',
    };
  return { reason: code === '' ? 'the answer was not one of an engine' : code, hint: START };
}
