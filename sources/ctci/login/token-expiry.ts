import { z } from 'zod';

const payload = z.object({ exp: z.number().positive().max(8_640_000_000_000) });

/**
 * When a JSON Web Token ends, in epoch milliseconds, from its `exp` claim (RFC 7519, 4.1.4); null when it has none or
 * is no such token. The signature is not checked: the one who checks it is the API.
 */
export function tokenExpiry(token: string): number | null {
  const middle = token.split('.')[1];
  if (middle === undefined) return null;
  try {
    const parsed = payload.safeParse(JSON.parse(Buffer.from(middle, 'base64url').toString('utf8')));
    return parsed.success ? Math.floor(parsed.data.exp * 1000) : null;
  } catch {
    return null;
  }
}
