import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, type Answered } from '../../simulators/http/answer';

/** Bytes of an event, about. */
export const EVENT_BYTES = 2_000;

const TYPES = ['Spearphish', 'Malware', 'Incident', 'Sighting', 'Login Compromise'];
const TOKEN = 'bench-threatq-token';
export const BENCH_CLIENT_ID = 'bench-client-id-0123456789abcdef';

interface Waiting {
  /** Epoch seconds. */
  readonly at: number;
  readonly text: string;
}

/** A ThreatQ whose events are written before anybody asks: it shall not be what is measured. */
export interface LightThreatquotient {
  /** So many events, spread evenly over the time before now. */
  fill(count: number, overSeconds: number): void;
  serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<Answered>;
}

export function createLightThreatquotient(): LightThreatquotient {
  let events: readonly Waiting[] = [];

  async function query(request: IncomingMessage, response: ServerResponse, url: URL): Promise<Answered> {
    const body = await textOf(request);
    const after = /"\+gt":"([^"]+)"/.exec(body)?.[1];
    const first = firstBehind(events, after === undefined ? 0 : Date.parse(`${after.replace(' ', 'T')}Z`) / 1000);
    const limit = Number(url.searchParams.get('limit'));
    const offset = Number(url.searchParams.get('offset'));
    const page = events.slice(first + offset, first + offset + limit);
    const head = `{"total":${events.length - first},"limit":${limit},"offset":${offset},"data":[`;
    const bytes = Buffer.from(`${head}${page.map(({ text }) => text).join(',')}]}`);
    return response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
  }

  return {
    fill(count, overSeconds) {
      const end = Math.floor(Date.now() / 1000);
      events = Array.from({ length: count }, (_, index) => {
        const at = end - Math.ceil(((count - index) * overSeconds) / count);
        return { at, text: eventText(index + 1, at) };
      });
    },
    async serve(request, response, url) {
      if (url.pathname === '/api/events/query') return query(request, response, url);
      await textOf(request);
      return answerJson(response, 200, { access_token: TOKEN, token_type: 'Bearer', expires_in: 3599 });
    },
  };
}

function eventText(id: number, at: number): string {
  const time = new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const event = {
    id,
    title: `Event ${id}`,
    type: TYPES[id % TYPES.length],
    happened_at: time,
    created_at: time,
    updated_at: time,
    touched_at: time,
    attributes: [{ id, name: 'Severity', value: 'High', created_at: time, updated_at: time }],
    sources: [{ id, name: 'Bench' }],
    description: '',
  };
  const length = JSON.stringify(event).length;
  return JSON.stringify({ ...event, description: `Seen by proxy ${id}. `.repeat(200).slice(0, EVENT_BYTES - length) });
}

function firstBehind(events: readonly Waiting[], time: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
