import type { CtciFaultRequest } from '../../../simulators/ctci/ctci-fault';
import type { DevoFaultRequest } from '../../../simulators/devo/devo-fault';

/** Faults of the simulators' catalogues, each with the promises that it tries. */
type Faults<Request> = readonly (readonly [tries: readonly number[], fault: Request])[];

export const SOURCE_FAULTS: Faults<CtciFaultRequest> = [
  [[17], { fault: 'status', status: 503 }], [[8], { fault: 'status', status: 500 }], [[8], { fault: 'status', status: 401 }],
  [[17], { fault: 'status', status: 429, retryAfter: 1 }], [[17], { fault: 'status', status: 429, retryAfter: { dateIn: 2 } }],
  [[17], { fault: 'status', status: 429 }], [[8], { fault: 'html' }], [[8], { fault: 'error-in-body', status: 401 }],
  [[8], { fault: 'not-json' }], [[16], { fault: 'truncated-json' }], [[6, 16], { fault: 'cut' }], [[6, 16], { fault: 'cut', reset: true }],
  [[6, 16], { fault: 'stall' }], [[6], { fault: 'no-answer' }], [[17], { fault: 'redirect', to: 'http://127.0.0.1:9/x' }],
  [[16], { fault: 'gzip-garbage' }], [[6], { fault: 'slow', bytesPerSecond: 100_000 }], [[16], { fault: 'content-type', value: 'text/plain' }],
  [[16], { fault: 'nan' }], [[16], { fault: 'dates', form: 'iso' }], [[16], { fault: 'dates', form: 'rfc1123' }],
  [[16], { fault: 'dates', form: 'seconds' }], [[16], { fault: 'dates', form: 'digits' }], [[16], { fault: 'floats' }],
  [[3], { fault: 'duplicate-rows', count: 3 }], [[3], { fault: 'rows-without-id', count: 3 }], [[16], { fault: 'unknown-columns' }],
  [[16], { fault: 'absent-columns' }], [[16], { fault: 'year-underscore' }], [[3], { fault: 'shuffled' }],
  [[16], { fault: 'envelope', form: 'bare' }], [[8], { fault: 'envelope', form: 'columns' }], [[8], { fault: 'envelope', form: 'no-data' }],
  [[8], { fault: 'envelope', form: 'other-name' }], [[8], { fault: 'envelope', form: 'single-object' }], [[8], { fault: 'envelope', form: 'null' }],
];

export const SINK_FAULTS: Faults<DevoFaultRequest> = [
  [[17], { fault: 'status', status: 503 }], [[2], { fault: 'status', status: 500, on: 'deploy' }], [[17], { fault: 'status', status: 429, retryAfter: 1 }],
  [[2], { fault: 'status', status: 401 }], [[2], { fault: 'html' }], [[2], { fault: 'not-json' }], [[6], { fault: 'cut' }],
  [[6], { fault: 'cut', on: 'deploy' }], [[6], { fault: 'no-answer', on: 'deploy' }], [[5], { fault: 'delay', ms: 2500 }],
  [[5], { fault: 'lose-answer' }], [[5], { fault: 'no-job-id' }], [[2], { fault: 'fail-job' }], [[2], { fault: 'slow-job', ms: 4000 }],
  [[2], { fault: 'endless-job' }], [[5], { fault: 'empty-polls', count: 5 }],
];
