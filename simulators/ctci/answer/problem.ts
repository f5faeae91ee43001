import type { ServerResponse } from 'node:http';
import { answerJson, type Answered, type Headers } from '../../http/answer';
import type { Refusal } from '../authority';

/** CTCI's own error body (`HTTPProblemError`), sent as plain JSON. */
export function answerProblem(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
  path: string,
  headers: Headers = {},
): Answered {
  return answerJson(response, status, { status, title, detail, instance: path }, headers);
}

/** The other error body: that of the auth library. */
export function answerRefusal(response: ServerResponse, status: 401 | 403, refusal: Refusal): Answered {
  return answerJson(response, status, { status_code: status, error: refusal.error, message: refusal.message });
}
