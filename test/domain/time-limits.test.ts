import { expect, test } from '@jest/globals';
import {
  CALL_LIMITS,
  HEARTBEAT_LIMIT_MS,
  JOB_LIMIT_MS,
  REQUEST_LIMITS,
  RETRY_LIMIT_MS,
  RUN_LIMIT_MS,
  sendLimits,
  TIME_LIMITS,
} from '../../domain/time-limits';
import { DEFAULT_LIMITS } from '../../outputs/devo-lookup/client/delivery-limits';
import { SYSLOG_LIMITS } from '../../outputs/devo-events/syslog/syslog-limits';

/** What is waited for within what, in milliseconds. */
const NESTED: Readonly<Record<string, readonly [inner: number, outer: number]>> = {
  'a connection within a login': [REQUEST_LIMITS.connect, REQUEST_LIMITS.login],
  'a login within the call for it': [REQUEST_LIMITS.login, CALL_LIMITS.authenticate],
  'a download within the call for it': [REQUEST_LIMITS.login + 2 * REQUEST_LIMITS.list, CALL_LIMITS.fetchList],
  'requests for metadata and jobs within a look at an output': [
    2 * DEFAULT_LIMITS.requestTimeoutMs,
    CALL_LIMITS.inspect,
  ],
  'a trial of an event connection within the call for it': [
    SYSLOG_LIMITS.connectMs + SYSLOG_LIMITS.endMs,
    CALL_LIMITS.inspect,
  ],
  'three deploy jobs within a delivery': [3 * DEFAULT_LIMITS.jobCeilingMs, CALL_LIMITS.deliver],
  'the calls of setup within an attempt of it': [
    CALL_LIMITS.authenticate + CALL_LIMITS.inspect,
    TIME_LIMITS.setup.start,
  ],
  'the call of fetchCewl within an attempt of it': [CALL_LIMITS.fetchList, TIME_LIMITS.fetchCewl.start],
  'one delivery within an attempt of sendToDevo': [CALL_LIMITS.deliver, sendLimits(1).start],
  'nine deliveries within an attempt of sendToDevo': [9 * CALL_LIMITS.deliver, sendLimits(9).start],
  'the calls of check within its attempt': [
    CALL_LIMITS.authenticate + CALL_LIMITS.fetchList + 2 * CALL_LIMITS.inspect,
    TIME_LIMITS.checkService.start,
  ],
};

test.each(Object.entries(NESTED))('%s', (_what, [inner, outer]) => {
  expect(inner).toBeLessThan(outer);
});

/** Steps that are tried again for as long as a pull may. A message to people is not: nothing waits for it. */
const TRIED_AGAIN = Object.entries(TIME_LIMITS).filter(([step]) => step !== 'notify');

test.each([...TRIED_AGAIN, ['sendToDevo to nine outputs', sendLimits(9)] as const])(
  'all attempts of %s have room for a first one, the retry window and a last one',
  (_step, { start, whole }) => {
    expect(HEARTBEAT_LIMIT_MS).toBeLessThan(start);
    expect(2 * start + RETRY_LIMIT_MS).toBeLessThan(whole);
  },
);

test('all steps of a run together end before the run does', () => {
  const { setup, fetchCewl, dedupe, notify } = TIME_LIMITS;
  expect(setup.whole + fetchCewl.whole + dedupe.whole + sendLimits(9).whole + notify.whole).toBeLessThan(RUN_LIMIT_MS);
  expect(JOB_LIMIT_MS).toBe(DEFAULT_LIMITS.jobCeilingMs);
});
