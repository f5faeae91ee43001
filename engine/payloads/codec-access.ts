import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { CollectorError } from '../../errors/collector-error';
import type { ErrorReport } from '../../errors/error-report';

const COOKIE = 'ctci_codec';

/** A working day; then the browser is asked for the token again. */
const COOKIE_SECONDS = 12 * 60 * 60;

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: ErrorReport;
}

export interface AccessRules {
  /** Origins of the Web UI. */
  readonly origins: readonly string[];
  /** Asked of everybody; null where payloads are in clear anyway. */
  readonly token: string | null;
}

/**
 * Whom a request comes from, in words; null when it may be answered. Host names and origins come first: no token
 * helps.
 */
export function refuseStranger(request: IncomingMessage, { origins, token }: AccessRules): Refusal | null {
  const { origin, host } = request.headers;
  // DNS rebinding
  if (!isLoopbackHost(host)) return refusal(403, `it was asked by the name ${JSON.stringify(host ?? '')}`);
  if (origin !== undefined && !origins.includes(origin) && !isOwnOrigin(origin, host))
    return refusal(403, `a page of ${JSON.stringify(origin)} asks, and it is for ${origins.join(', ') || 'none'}`);
  if (token === null || request.method === 'OPTIONS' || hasToken(request, token)) return null;
  return refusal(401, 'neither its token nor a sign-in came with the request');
}

function refusal(status: Refusal['status'], seen: string): Refusal {
  return { status, error: new CollectorError('codec_stranger', { seen }).report() };
}

/**
 * A browser sends the cookie, a program the header, and the UI that `up` runs has the token in the address it was
 * given.
 */
function hasToken({ headers, url = '' }: IncomingMessage, token: string): boolean {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined && sameText(bearer, token)) return true;
  const cookie = cookieIn(headers.cookie ?? '');
  if (cookie !== null && sameText(cookie, cookieValue(token))) return true;
  const first = /^\/([^/?]+)\//.exec(url)?.[1];
  return first !== undefined && sameText(first, token);
}

/** The header that signs a browser in. Scripts cannot read it, and pages of other sites do not make it travel. */
export function signInCookie(token: string): string {
  return `${COOKIE}=${cookieValue(token)}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`;
}

export function isToken(given: string, token: string): boolean {
  return sameText(given.trim(), token);
}

/** Not the token itself: a browser keeps cookies in a file. */
function cookieValue(token: string): string {
  return createHmac('sha256', token).update('sign-in of the codec endpoint').digest('base64url');
}

function cookieIn(header: string): string | null {
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE) return value ?? null;
  }
  return null;
}

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The endpoint's own sign-in page. */
function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin === `http://${host}`;
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}
