import type { ServerResponse } from 'node:http';
import { answerText, type Answered } from '../http/answer';
import { retryAfterHeader } from '../http/retry-after';
import { answerRefusal } from './devo-answer';
import { DevoRefusal } from './devo-error';
import type { RequestFault } from './devo-fault';

const HTML = '<!DOCTYPE html>\n<html><head><title>Devo</title></head><body><h1>Please log in</h1></body></html>\n';

const WORDS: Readonly<Record<number, readonly [string, string]>> = {
  401: ['auth.unauthorized', 'The token is not valid'],
  403: ['auth.forbidden', 'The token may not do this'],
  429: ['limit.rate', 'Too many requests'],
  500: ['server.error', 'Internal error'],
  503: ['server.unavailable', 'The service is unavailable'],
};

export function spoilRequest(response: ServerResponse, fault: RequestFault, now: number): Answered {
  switch (fault.fault) {
    case 'status': {
      const [code, message] = WORDS[fault.status] ?? ['refused', 'asked for by a test'];
      return answerRefusal(
        response,
        new DevoRefusal(fault.status, code, message),
        retryAfterHeader(fault.retryAfter, now),
      );
    }
    case 'html':
      return answerText(response, fault.status, 'text/html; charset=utf-8', HTML);
    case 'not-json':
      return answerText(response, 200, 'application/json', 'accepted');
    case 'cut':
      response.socket?.destroy();
      return response;
    case 'no-answer':
      return response;
  }
}
