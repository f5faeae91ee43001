import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { answerText, type Answered } from '../http/answer';
import { BodyTooLarge, readBody } from '../http/read-body';
import { sameSecret } from '../http/same-secret';
import { DevoRefusal } from './devo-error';
import type { EventStore } from './event-store';

const LIMIT_BYTES = 32 * 1024 * 1024; // Devo's documented limit of one request; held against the unpacked body as well
const TAG = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,5}$/; // two to six levels
const unzip = promisify(gunzip);

export interface IngestionParts {
  readonly domain: string;
  readonly token: string;
  readonly events: EventStore;
  readonly now: () => number;
}

/** `POST /stream/{domain}/token!{token}/{host}/{tag}`, one event a line. 200 means received, no more. */
export async function serveIngestion(
  parts: IngestionParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const [domain = '', token = '', host = '', tag = '', ...rest] = url.pathname
    .split('/')
    .slice(2)
    .map(decodeURIComponent);
  if (!token.startsWith('token!') || !sameSecret(token.slice('token!'.length), parts.token)) {
    throw new DevoRefusal(401, 'auth.unauthorized', 'The token is missing or not valid');
  }
  if (domain !== parts.domain)
    throw new DevoRefusal(403, 'auth.forbidden', `The token does not belong to domain ${domain}`);
  if (host === '' || rest.length > 0)
    throw new DevoRefusal(404, 'stream.path', 'The path is /stream/{domain}/token!{token}/{host}/{tag}');
  if (!TAG.test(tag)) throw new DevoRefusal(400, 'stream.tag', `Tag ${tag} does not have two to six levels`);
  if (request.method !== 'POST') throw new DevoRefusal(405, 'stream.method', 'Stream mode takes POST');
  const lines = (await readEvents(request)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const at = new Date(parts.now()).toISOString();
  parts.events.add(lines.map((message) => ({ at, host, tag, message })));
  return answerText(response, 200, 'text/plain', '');
}

async function readEvents(request: IncomingMessage): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity')
    throw new DevoRefusal(415, 'stream.encoding', `Content-Encoding ${encoding} is not known`);
  try {
    const body = await readBody(request, LIMIT_BYTES);
    const plain = encoding === 'gzip' ? await unzip(body, { maxOutputLength: LIMIT_BYTES }) : body;
    return plain.toString('utf8');
  } catch (error) {
    if (error instanceof BodyTooLarge || isOverflow(error))
      throw new DevoRefusal(413, 'stream.size', 'A request holds at most 32 MB');
    throw new DevoRefusal(400, 'stream.body', 'The body cannot be read');
  }
}

/** What zlib throws when the unpacked body would pass the limit. */
function isOverflow(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
