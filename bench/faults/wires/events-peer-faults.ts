import type { SinkFault } from '../../../simulators/syslog/sink-fault';
import type { ThreatquotientFaultRequest } from '../../../simulators/threatquotient/threatquotient-fault';

/**
 * Faults of the simulated ThreatQ, each with the promises that it tries. A server that heeds no sort, or leaves columns
 * out, is not among them: what it shows is another order, and another event.
 */
export const THREATQ_FAULTS: readonly (readonly [tries: readonly number[], fault: ThreatquotientFaultRequest])[] = [
  [[29], { fault: 'ignore-window' }],
  [[29], { fault: 'ignore-limit' }],
  [[29], { fault: 'ignore-offset', laterPages: true }],
  [[29], { fault: 'answer', form: 'bare' }],
  [[29], { fault: 'answer', form: 'null-data' }],
  [[29], { fault: 'answer', form: 'array' }],
  [[29], { fault: 'error-in-body' }],
  [[29], { fault: 'html' }],
  [[29], { fault: 'not-json' }],
  [[29], { fault: 'truncated-json' }],
  [[29], { fault: 'content-type' }],
  [[28], { fault: 'short-page', rows: 2 }],
  [[28], { fault: 'empty-page', laterPages: true }],
  [[28], { fault: 'wrong-total', total: 3 }],
  [[28], { fault: 'then-create', count: 3 }],
  [[28], { fault: 'then-update', count: 3 }],
  [[28], { fault: 'then-vanish', count: 2 }],
  [[17], { fault: 'status', status: 503 }],
  [[17], { fault: 'status', status: 429, retryAfter: 1 }],
  [[8], { fault: 'status', status: 500 }],
  [[27], { fault: 'status', status: 401 }],
  [[6], { fault: 'cut', reset: true }],
  [[6], { fault: 'stall' }],
  [[6], { fault: 'no-answer' }],
  [[6], { fault: 'slow', ms: 800 }],
];

/** What the simulated Devo does to a connection that carries a batch. */
export const SYSLOG_FAULTS: readonly SinkFault['kind'][] = ['cut', 'reset', 'half-close', 'slow', 'silent-end'];
