import type { ServerResponse } from 'node:http';
import { answerText, type Answered, type Headers } from '../http/answer';
import type { Profile } from './profile';

/** A request that this server does not do. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Writes it in one of the shapes that were seen, or that a proxy in front gives. */
export function answerRefusal(
  response: ServerResponse,
  { status, message }: { readonly status: number; readonly message: string },
  shape: Profile['errorBody'],
  headers: Headers = {},
): Answered {
  const json = (body: unknown): Answered =>
    answerText(response, status, 'application/json', JSON.stringify(body), headers);
  switch (shape) {
    case 'data-errors':
      return json({ data: { errors: { request: [message] } } });
    case 'errors':
      return json({ errors: [message] });
    case 'nested-errors':
      return json({ errors: [[message]] });
    case 'name-message':
      return json({ name: 'RequestError', message });
    case 'text':
      return answerText(response, status, 'text/plain', message, headers);
    case 'html':
      return answerText(
        response,
        status,
        'text/html; charset=utf-8',
        `<html><body><h1>${String(status)}</h1><p>nginx</p></body></html>`,
        headers,
      );
    case 'empty':
      return answerText(response, status, 'text/plain', '', headers);
  }
}
