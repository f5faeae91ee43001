import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answerJson, answerText, type Answered } from '../../http/answer';
import { retryAfterHeader } from '../../http/retry-after';
import type { SpoiledAnswer } from '../ctci-fault';
import { answerProblem, answerRefusal } from './problem';
import { sendEndless, sendFilled } from './huge-answer';

const HTML =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>Please ' +
  'sign in to continue.</p></body></html>\n';

export interface SpoiledRequest {
  readonly path: string;
  /** What an honest answer would hold. */
  readonly json: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Answers as the fault says, or does not answer at all. */
export function spoilAnswer(response: ServerResponse, fault: SpoiledAnswer, request: SpoiledRequest): Answered {
  switch (fault.fault) {
    case 'status':
      return answerStatus(response, fault, request);
    case 'html':
      return answerText(response, fault.status, 'text/html; charset=utf-8', HTML);
    case 'error-in-body':
      return answerJson(response, 200, {
        status: fault.status,
        title: 'Refused',
        detail: 'The token is not known',
        instance: request.path,
      });
    case 'not-json':
      return answerText(response, 200, 'application/json', 'cve;vendor;product\nthis is not JSON\n');
    case 'truncated-json':
      return answerText(response, 200, 'application/json', request.json.slice(0, Math.floor(request.json.length / 2)));
    case 'cut':
      return cut(response, request.json, fault.reset);
    case 'stall':
      return stall(response, request.json);
    case 'no-answer':
      return response;
    case 'redirect':
      return answerText(response, fault.status, 'text/plain', 'moved', { location: fault.to });
    case 'gzip-garbage':
      return sendGarbage(response);
    case 'endless':
      return sendEndless(response);
    case 'too-large':
      return sendFilled(response, fault.bytes, false);
    case 'gzip-bomb':
      return sendFilled(response, fault.bytes, true);
  }
}

function answerStatus(
  response: ServerResponse,
  fault: Extract<SpoiledAnswer, { fault: 'status' }>,
  request: SpoiledRequest,
): Answered {
  const headers = retryAfterHeader(fault.retryAfter, request.now);
  if (fault.status === 401)
    return answerRefusal(response, 401, { error: "InvalidTokenError('Unknown API key')", message: 'Unknown API key' });
  if (fault.status === 403)
    return answerRefusal(response, 403, {
      error: "MissingRoleError('This token lacks a role')",
      message: 'This token lacks a role',
    });
  if (fault.status >= 500)
    return answerText(
      response,
      fault.status,
      'text/html',
      '<html><body><h1>The service is unavailable</h1></body></html>',
      headers,
    );
  return answerProblem(
    response,
    fault.status,
    fault.status === 429 ? 'Too Many Requests' : 'Refused',
    'asked for by a test',
    request.path,
    headers,
  );
}

/** Noise where the headers promise gzip. */
function sendGarbage(response: ServerResponse): Answered {
  return response
    .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    .end(randomBytes(4096));
}

/** Half of an announced body, then the connection ends: by a close, or by a reset. */
function cut(response: ServerResponse, json: string, reset: boolean): Answered {
  const body = Buffer.from(json);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (reset) response.socket?.resetAndDestroy();
    else response.socket?.destroy();
  });
  return response;
}

/** Headers and a first bit of the body, then nothing while the connection stays open. */
function stall(response: ServerResponse, json: string): Answered {
  const body = Buffer.from(json);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, 100));
  return response;
}
