import { expect, test } from '@jest/globals';
import { reportInWords } from '../../../client/words/report-words';
import type { PullReport } from '../../../domain/report/pull-report';

const REPORT: PullReport = {
  run_id: 'r',
  started_at: '2026-03-10T12:00:00Z',
  outcome: 'delivered',
  requests: 2,
  received: 4,
  duplicates: 1,
  without_key: 2,
  added: 1,
  changed: 0,
  removed: 0,
  sent: 1,
  outputs: {
    devo: {
      outcome: 'delivered',
      mode: 'incremental',
      why: 'due',
      sent: 1,
      bytes: 1530,
      ms: 35,
      job: null,
      error: null,
    },
  },
  duration_ms: 150,
  rows: 4,
  digest: null,
  held: null,
  error: null,
};

test.each([
  ['events', ['2 events without an id, of which the log tells', '1 event, 1,530 bytes'], /row|CVE|list/],
  ['list', ['2 rows without a CVE id left out', '1 row, 1,530 bytes'], /event/],
] as const)('a report of %s is told in the words for them', (kind, told, foreign) => {
  const words = reportInWords(REPORT, kind);
  for (const part of told) expect(words).toContain(part);
  expect(words).not.toMatch(foreign);
});
