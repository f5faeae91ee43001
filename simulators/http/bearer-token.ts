import type { IncomingMessage } from 'node:http';

/** The token of an `Authorization: Bearer ...` header, or null. */
export function bearerToken(request: IncomingMessage): string | null {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}
