import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { answerJson, answerText, type Answered } from '../http/answer';
import { retryAfterHeader } from '../http/retry-after';
import type { Profile } from './profile';
import { answerRefusal } from './threatquotient-error';
import type { SpoiledAnswer } from './threatquotient-fault';

const HTML = '<!DOCTYPE html>\n<html><head><title>ThreatQ</title></head><body><h1>Log in</h1></body></html>\n';
const JSON_TYPE = 'application/json';
/** A page that breaks off. */
const BEGINNING = '{"total":2,"limit":500,"offset":0,"data":[{"id":17653,"title":"Beacon to a parked do';
const ANNOUNCED_BYTES = 4096;

/** Answers as the fault says, or does not answer at all. */
export function spoilAnswer(
  response: ServerResponse,
  fault: SpoiledAnswer,
  shape: Profile['errorBody'],
  now: number,
): Answered {
  switch (fault.fault) {
    case 'status':
      return answerRefusal(
        response,
        { status: fault.status, message: 'asked for by a test' },
        shape,
        retryAfterHeader(fault.retryAfter, now),
      );
    case 'html':
      return answerText(response, fault.status, 'text/html; charset=utf-8', HTML);
    case 'error-in-body':
      return answerJson(response, 200, { errors: ['The search service is not available.'] });
    case 'answer':
      return answerJson(response, 200, formOf(fault.form));
    case 'not-json':
      return answerText(response, 200, JSON_TYPE, 'total: 2\ndata:\n');
    case 'truncated-json':
      return answerText(response, 200, JSON_TYPE, BEGINNING);
    case 'cut':
      return cut(response, fault.reset);
    case 'stall':
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': ANNOUNCED_BYTES }).write(BEGINNING);
      return response;
    case 'no-answer':
      return response;
    case 'redirect':
      return answerText(response, fault.status, 'text/plain', 'moved', { location: fault.to });
    case 'endless':
      response.writeHead(200, { 'content-type': JSON_TYPE });
      return pipeline(Readable.from(endlessRows()), response, () => undefined); // a client that has had enough closes
    case 'gzip-garbage':
      return response
        .writeHead(200, { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' })
        .end(randomBytes(ANNOUNCED_BYTES));
  }
}

function formOf(form: Extract<SpoiledAnswer, { fault: 'answer' }>['form']): unknown {
  switch (form) {
    case 'bare':
      return {};
    case 'no-data':
      return { total: 2, limit: 500, offset: 0 };
    case 'null-data':
      return { total: 2, limit: 500, offset: 0, data: null };
    case 'text-data':
      return { total: 2, limit: 500, offset: 0, data: 'none' };
    case 'array':
      return [];
    case 'null':
      return null;
  }
}

/** A part of an announced body, then the connection ends: by a close, or by a reset. */
function cut(response: ServerResponse, reset: boolean): Answered {
  response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': ANNOUNCED_BYTES });
  response.write(BEGINNING, () => {
    if (reset) response.socket?.resetAndDestroy();
    else response.socket?.destroy();
  });
  return response;
}

function* endlessRows(): Generator<string> {
  yield '{"total":1000000000,"limit":500,"offset":0,"data":[';
  for (let id = 1; ; id += 1)
    yield `{"id":${String(id)},"updated_at":"2026-01-01 00:00:00","title":"${'again and '.repeat(800)}"},\n`;
}
