import type { ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/** The response, given back by every answering function, so that no path through a handler forgets to answer. */
export type Answered = ServerResponse;

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): Answered {
  return answerText(response, status, 'application/json', JSON.stringify(body), headers);
}

/** The pages load nothing and run nothing: everything that they show is escaped text and inline style. */
export function answerPage(response: ServerResponse, status: number, html: string): Answered {
  return answerText(response, status, 'text/html; charset=utf-8', html, {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    'cache-control': 'no-store',
  });
}

export function answerText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Headers = {},
): Answered {
  const body = Buffer.from(text);
  return response.writeHead(status, { 'content-type': type, 'content-length': body.length, ...headers }).end(body);
}
