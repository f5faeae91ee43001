import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sameSecret } from '../http/same-secret';

const claims = z.object({ exp: z.number() });

/** Makes a token with the claims that CTCI's auth library writes. Times are epoch seconds. */
export function signToken(secret: string, issuedAt: number, lifetimeSeconds: number): string {
  const body = {
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    jti: randomUUID(),
    id: 23,
    rls: 'user',
    rf_exp: issuedAt + 30 * 86_400,
  };
  const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(body)}`;
  return `${signed}.${signature(secret, signed)}`;
}

export function judgeToken(secret: string, token: string, now: number): 'good' | 'expired' | 'invalid' {
  const [header = '', body = '', mark = '', ...rest] = token.split('.');
  if (rest.length > 0 || !sameSecret(mark, signature(secret, `${header}.${body}`))) return 'invalid';
  const { exp } = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return exp > now ? 'good' : 'expired';
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
