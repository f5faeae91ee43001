import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { CewlRow } from '../replay/cewl-row';
import type { ListTwist } from '../ctci-fault';
import { envelope, type ListPath } from './envelope';
import { bareNumberTokens } from './number-token';
import { twistedEnvelope } from './twist-envelope';
import { twistRows } from './twist-rows';

/** A list as it goes over the wire. */
export interface ListAnswer {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
  /** Null is as fast as the socket takes it. */
  readonly bytesPerSecond: number | null;
}

export function listJson(path: ListPath, rows: readonly CewlRow[], twists: readonly ListTwist[]): string {
  const twisted = twists.reduce(twistRows, rows);
  const form = twists.find((twist) => twist.fault === 'envelope')?.form;
  const body = form === undefined ? envelope(path, twisted) : twistedEnvelope(form, path, twisted);
  return bareNumberTokens(JSON.stringify(body));
}

export function listAnswer(json: string, acceptsGzip: boolean, twists: readonly ListTwist[]): ListAnswer {
  const type = twists.find((twist) => twist.fault === 'content-type')?.value ?? 'application/json';
  const rate = twists.find((twist) => twist.fault === 'slow')?.bytesPerSecond ?? null;
  const body = acceptsGzip ? gzipSync(json) : Buffer.from(json);
  const encoding = acceptsGzip ? { 'content-encoding': 'gzip' } : {};
  return {
    headers: { 'content-type': type, 'content-length': body.length, ...encoding, vary: 'accept-encoding' },
    body,
    bytesPerSecond: rate,
  };
}

/** Whether the client's `Accept-Encoding` names gzip and does not weigh it with zero. */
export function acceptsGzip(request: IncomingMessage): boolean {
  const offers = (request.headers['accept-encoding'] ?? '').toLowerCase().split(',');
  return offers.some((offer) => /^\s*(gzip|\*)\s*(;|$)/.test(offer) && !/;\s*q=0(\.0*)?\s*$/.test(offer));
}

const SLOW_TICK_MS = 50;

/** Resolves true when the whole answer has been handed to the client, false when the client went away before. */
export async function sendList(response: ServerResponse, answer: ListAnswer): Promise<boolean> {
  const gone = new Promise<boolean>((resolve) => response.once('close', () => resolve(response.writableFinished)));
  response.writeHead(200, { ...answer.headers });
  if (answer.bytesPerSecond === null) response.end(answer.body);
  else trickle(response, answer.body, Math.max(1, Math.round((answer.bytesPerSecond * SLOW_TICK_MS) / 1000)));
  return gone;
}

function trickle(response: ServerResponse, body: Buffer, bytesPerTick: number): void {
  let offset = 0;
  const timer = setInterval(() => {
    const next = body.subarray(offset, offset + bytesPerTick);
    offset += next.length;
    if (offset < body.length) response.write(next);
    else response.end(next);
    if (offset >= body.length) clearInterval(timer);
  }, SLOW_TICK_MS);
  response.once('close', () => clearInterval(timer));
}
