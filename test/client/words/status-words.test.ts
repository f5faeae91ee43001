import { expect, test } from '@jest/globals';
import { createColors } from '../../../client/words/look';
import type { ServiceView } from '../../../client/verb-result';
import { lookOf } from '../../../client/words/look';
import { statusInWords } from '../../../client/words/status-words';

const NOW = new Date('2026-03-10T12:00:00Z');

const IDLE = {
  available_senders: 1,
  internal_queue_size: 0,
  total_sent: 0,
  checkpoint: null,
  sent_since_checkpoint: 0,
  elapsed_ms: 0,
};

function view(changes: Partial<ServiceView> = {}): ServiceView {
  return {
    input: 'ctci',
    service: 'cewl',
    workflow_id: 'c-1-ctci-cewl',
    state: 'waiting',
    rows: 1335,
    next_pull_at: '2026-03-10T12:12:00Z',
    last_pull: null,
    last_good_pull_at: '2026-03-10T11:12:00Z',
    stale: false,
    held: null,
    last_failure: null,
    cron: '@every 3600s',
    run_id: 'r',
    ui: null,
    senders: { internal: IDLE, standard: IDLE, lookup: IDLE },
    ...changes,
  };
}

function widest(words: string): number {
  return Math.max(...words.split('\n').map((line) => line.length));
}

test('a well service is one line of numbers and relative times, with its link below', () => {
  expect(statusInWords([view({ ui: 'http://127.0.0.1:8233/x' })], NOW)).toBe(
    [
      'SERVICE    STATE    LAST PULL   NEXT PULL  ROWS   LAST CHANGE',
      'ctci/cewl  waiting  48 min ago  in 12 min  1,335  -',
      'ctci/cewl: http://127.0.0.1:8233/x',
    ].join('\n'),
  );
});

test('a failure is told in words, with its number and remedy', () => {
  const failure = {
    number: 401,
    name: 'ApiError' as const,
    setting: 'inputs.ctci.credentials',
    message: 'CTCI refused the credentials',
    remedy: 'Copy the token again.',
    at: '2026-03-10T11:58:00Z',
  };
  expect(
    statusInWords([view({ state: 'failing', last_failure: failure })], NOW)
      .split('\n')
      .at(-1),
  ).toBe(
    'ctci/cewl: failed 2 min ago: ApiError 401: CTCI refused the credentials (setting ' +
      'inputs.ctci.credentials). Copy the token again.',
  );
});

test('each output that failed is named with its own remedy', () => {
  const error = (setting: string) => ({
    number: 501,
    name: 'DevoError' as const,
    setting,
    message: 'Devo refused the token',
    remedy: 'Make a new one.',
  });
  const failure = {
    ...error('outputs.siem.config.token'),
    message: 'output siem: Devo refused the token',
    at: '2026-03-10T11:58:00Z',
    outputs: { siem: error('outputs.siem.config.token'), lake: error('outputs.lake.config.token') },
  };
  expect(
    statusInWords([view({ state: 'failing', last_failure: failure })], NOW)
      .split('\n')
      .slice(-2),
  ).toEqual([
    'ctci/cewl: output siem failed 2 min ago: DevoError 501: Devo refused the token (setting ' +
      'outputs.siem.config.token). Make a new one.',
    'ctci/cewl: output lake failed 2 min ago: DevoError 501: Devo refused the token (setting ' +
      'outputs.lake.config.token). Make a new one.',
  ]);
});

test('a stale service is told with the age of its last good pull, or that there was none', () => {
  const lastLine = (changes: Partial<ServiceView>) =>
    statusInWords([view({ stale: true, ...changes })], NOW)
      .split('\n')
      .at(-1);
  expect(lastLine({ last_good_pull_at: '2026-03-10T08:00:00Z' })).toBe(
    'ctci/cewl: the last good pull is too old (4 h ago)',
  );
  expect(lastLine({ last_good_pull_at: null })).toBe(
    'ctci/cewl: no pull has been good since the cron was started, which is too long ago',
  );
});

test('many services with long names fit 80 columns', () => {
  const views = Array.from({ length: 12 }, (_, index) =>
    view({
      input: `ctci_production_of_a_long_name_${index}`,
      service: 'cve_early_warning_list_of_the_year',
      rows: 1_234_567,
    }),
  );
  expect(widest(statusInWords(views, NOW))).toBeLessThanOrEqual(80);
});

test('every state fits 80 columns beside a long name', () => {
  const states: Partial<ServiceView>[] = [
    { state: 'running' },
    { state: 'waiting', stale: true },
    { state: 'stopped', next_pull_at: null, last_good_pull_at: null },
  ];
  for (const state of states)
    expect(
      widest(
        statusInWords([view({ ...state, input: 'a'.repeat(60) })], NOW)
          .split('\n')
          .slice(0, 2)
          .join('\n'),
      ),
    ).toBeLessThanOrEqual(80);
});

test('states have colours in a terminal only, and none where NO_COLOR stands against them', () => {
  const terminal = { isTTY: true, columns: 120 };
  const { green } = createColors(true);
  expect(statusInWords([view()], NOW, lookOf(terminal, {}))).toContain(green('waiting'));
  expect(statusInWords([view()], NOW, lookOf(terminal, { NO_COLOR: '1' }))).not.toContain('\u001B');
  expect(statusInWords([view()], NOW, lookOf({ isTTY: false, columns: 120 }, {}))).not.toContain('\u001B');
});

test('a wide terminal is used', () => {
  const wide = lookOf({ isTTY: true, columns: 200 }, { NO_COLOR: '1' });
  expect(statusInWords([view({ input: 'a'.repeat(80) })], NOW, wide)).toContain('a'.repeat(80));
});
