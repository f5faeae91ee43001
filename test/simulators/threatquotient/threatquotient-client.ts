import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';

export const USERNAME = 'collector@example.com';
export const PASSWORD = 'a-password-for-tests';
export const CLIENT_ID = 'y5m0z3u8q1r6t2w9e4a7s0d3f6g1h8j2';

const event = z.looseObject({ id: z.int(), updated_at: z.string(), title: z.string() });
const page = z.object({ total: z.number(), data: z.array(event) });

export type ServedEvent = z.output<typeof event>;

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with whatever it says, and the answer with its body as text. */
export function ask(
  simulator: ThreatquotientSimulator,
  path: string,
  asked: Asked = {},
): Promise<AxiosResponse<string>> {
  return axios.request<string>({
    method: asked.method ?? 'GET',
    url: `${simulator.url}${path}${asked.query === undefined ? '' : `?${asked.query}`}`,
    data: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body),
    headers: { 'content-type': 'application/json', ...asked.headers },
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: 5000,
  });
}

/** The login in its documented form. */
export function logIn(
  simulator: ThreatquotientSimulator,
  password = PASSWORD,
  clientId = CLIENT_ID,
): Promise<AxiosResponse<string>> {
  return ask(simulator, '/api/token', {
    method: 'POST',
    query: `grant_type=password&client_id=${clientId}`,
    body: { email: USERNAME, password },
  });
}

export async function tokenOf(simulator: ThreatquotientSimulator): Promise<string> {
  return z.object({ access_token: z.string() }).parse(JSON.parse((await logIn(simulator)).data)).access_token;
}

/** A query for events; sorted as a collector sorts unless it says otherwise. */
export async function query(
  simulator: ThreatquotientSimulator,
  token: string,
  asked: Asked = {},
): Promise<AxiosResponse<string>> {
  return ask(simulator, '/api/events/query', {
    method: 'POST',
    query: 'limit=100&offset=0&sort=updated_at,id',
    body: {},
    ...asked,
    headers: { authorization: `Bearer ${token}`, ...asked.headers },
  });
}

export function rowsOf(response: AxiosResponse<string>): ServedEvent[] {
  return page.parse(JSON.parse(response.data)).data;
}

export function totalOf(response: AxiosResponse<string>): number {
  return page.parse(JSON.parse(response.data)).total;
}
