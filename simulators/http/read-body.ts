import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** The peer sent more than the server takes. */
export class BodyTooLarge extends Error {
  constructor(readonly limitBytes: number) {
    super(`the body is larger than ${String(limitBytes)} bytes`);
  }
}

/** Thrown when what should be JSON is not. */
export class BodyNotJson extends Error {}

export async function readBody(stream: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > limitBytes) throw new BodyTooLarge(limitBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const JSON_LIMIT_BYTES = 256 * 1024 * 1024; // a whole list can be given through the control interface

/** An empty body is an empty object, so that `curl -X POST` needs no `-d`. */
export async function readJson(
  request: IncomingMessage,
  parse: (json: string) => unknown = JSON.parse,
): Promise<unknown> {
  const text = (await readBody(request, JSON_LIMIT_BYTES)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return parse(text);
  } catch {
    throw new BodyNotJson('the body is not JSON');
  }
}
