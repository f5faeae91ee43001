import type { ThreatquotientFaultRequest } from '../../../../simulators/threatquotient/threatquotient-fault';

/** What a server does, in words that follow "a server that", and the faults that make it do so. */
export type OddServer = readonly [string, readonly ThreatquotientFaultRequest[]];

/** Of a fault that leaves the first page as it is. */
export const LATER = { laterPages: true } as const;

/** What comes is not what was asked for, and is a page all the same. */
export const OTHERWISE: readonly OddServer[] = [
  ['ignores the window', [{ fault: 'ignore-window', requests: 6 }]],
  ['ignores the limit', [{ fault: 'ignore-limit', requests: 2 }]],
  ['ignores the sort', [{ fault: 'ignore-sort' }]],
  ['ignores the fields', [{ fault: 'ignore-fields', requests: 4 }]],
];

/** What comes is no page: the pull fails, by name, and the cursor stays. */
export const NO_PAGE: readonly OddServer[] = [
  ['answers {}', [{ fault: 'answer', form: 'bare', requests: 1, ...LATER }]],
  ['answers data: null', [{ fault: 'answer', form: 'null-data', requests: 1, ...LATER }]],
  ['answers with an error in the body', [{ fault: 'error-in-body', requests: 1, ...LATER }]],
  ['answers a page of HTML', [{ fault: 'html', requests: 1, ...LATER }]],
  ['gives the same page for ever', [{ fault: 'ignore-offset', requests: 40, ...LATER }]],
];

/** The pages are pages, and do not fit together. */
export const MOVING: readonly OddServer[] = [
  ['repeats a page', [{ fault: 'ignore-offset', requests: 2, ...LATER }]],
  ['gives an empty page in the midst', [{ fault: 'empty-page', requests: 1, ...LATER }]],
  ['gives short pages', [{ fault: 'short-page', rows: 3, requests: 5 }]],
  ['counts wrongly', [{ fault: 'wrong-total', total: 3, requests: 3 }]],
  ['grows while it is walked', [{ fault: 'then-create', count: 3, requests: 5 }]],
  ['updates events while it is walked', [{ fault: 'then-update', count: 4, requests: 5 }]],
  ['loses events while it is walked', [{ fault: 'then-vanish', count: 4, requests: 3 }]],
];
