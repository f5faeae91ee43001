import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NOTICE_EVENTS, type Condition, type NoticeEvent, type PullNews } from '../../../domain/notices/pull-news';
import { eventsFor, toldAfter, type Listener, type Told } from '../../../domain/notices/told';
import type { Outcome, PullReport } from '../../../domain/report/pull-report';

const all: Listener = { name: 'all', wants: NOTICE_EVENTS, quiet_seconds: 60 };

/** A pull as far as it is told. */
interface Pull {
  readonly outcome: Outcome;
  readonly token: string | null;
  readonly quietSince: string | null;
}

function newsOf({ outcome, token, quietSince }: Pull, before: Condition | null, told: Told | undefined): PullNews {
  const quiet = quietSince === null || outcome !== 'unchanged' ? null : { since: quietSince, after_seconds: 60 };
  const news = { before, token_ends_at: outcome === 'failed' ? null : token, quiet, ...(told && { told }) };
  return { ...news, report: { outcome, sent: 0 } as PullReport } as PullNews;
}

const CONDITION: Readonly<Record<Outcome, Condition>> = {
  delivered: 'good',
  unchanged: 'good',
  held: 'held',
  partial: 'failing',
  failed: 'failing',
};

/** What each listener hears of pulls, one after the other; those that listen may differ from pull to pull. */
function hear(pulls: readonly Pull[], listening: (index: number) => readonly Listener[]) {
  let told: Told | undefined = {};
  let before: Condition | null = null;
  const heard: { name: string; index: number; event: NoticeEvent }[] = [];
  for (const [index, pull] of pulls.entries()) {
    const news = newsOf(pull, before, told);
    const listeners = listening(index);
    for (const listener of listeners) {
      for (const event of eventsFor(listener, news)) heard.push({ name: listener.name, index, event });
    }
    told = toldAfter(listeners, news);
    before = CONDITION[pull.outcome];
  }
  return heard;
}

const pulls = fc.array(
  fc.record({
    outcome: fc.constantFrom<Outcome>('delivered', 'unchanged', 'held', 'partial', 'failed'),
    token: fc.constantFrom(null, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
    quietSince: fc.constantFrom(null, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
  }),
  { minLength: 1, maxLength: 20 },
);

test('whoever comes late hears at once of what lasts, and from then on what everybody hears', () => {
  fc.assert(
    fc.property(pulls, fc.nat(19), (each, from) => {
      const late = { ...all, name: 'late' };
      const heard = hear(each, (index) => (index < from ? [all] : [all, late]));
      const events = (name: string, index: number) =>
        heard.filter((told) => told.name === name && told.index === index).map(({ event }) => event);
      const pull = each[from];
      if (pull === undefined) return;
      const first = events('late', from);
      const condition = CONDITION[pull.outcome];
      expect(first.includes('held')).toBe(condition === 'held');
      expect(first.includes('failed')).toBe(condition === 'failing');
      expect(first.includes('token_ends')).toBe(pull.token !== null && pull.outcome !== 'failed');
      expect(first.includes('nothing_new')).toBe(pull.quietSince !== null && pull.outcome === 'unchanged');
      const later = (name: string) => heard.filter((told) => told.name === name && told.index > from);
      const conditions = (name: string) =>
        later(name).filter(({ event }) => ['held', 'failed', 'recovered'].includes(event));
      expect(conditions('late')).toEqual(conditions('all').map((told) => ({ ...told, name: 'late' })));
    }),
  );
});

test('what lasts is told once while it lasts', () => {
  fc.assert(
    fc.property(pulls, (each) => {
      const heard = hear(each, () => [all]);
      const at = (index: number, event: NoticeEvent) =>
        heard.some((told) => told.index === index && told.event === event);
      for (let index = 1; index < each.length; index += 1) {
        const [last, now] = [
          CONDITION[each[index - 1]?.outcome ?? 'unchanged'],
          CONDITION[each[index]?.outcome ?? 'unchanged'],
        ];
        expect(at(index, 'held')).toBe(now === 'held' && last !== 'held');
        expect(at(index, 'failed')).toBe(now === 'failing' && last !== 'failing');
        expect(at(index, 'recovered')).toBe(now === 'good' && last !== 'good');
      }
    }),
  );
});

test('each end of a token is told once, whatever comes between', () => {
  const pull = (outcome: Outcome, token: string | null): Pull => ({ outcome, token, quietSince: null });
  const heard = hear(
    [pull('unchanged', 'A'), pull('failed', 'A'), pull('unchanged', 'A'), pull('held', 'B'), pull('unchanged', 'B')],
    () => [all],
  );
  expect(heard.filter(({ event }) => event === 'token_ends').map(({ index }) => index)).toEqual([0, 3]);
});

test('one whose time without news is longer is told of it later, and the other is not told again', () => {
  const news = (seconds: number, told: Told) =>
    ({
      before: 'good',
      report: { outcome: 'unchanged', sent: 0 },
      token_ends_at: null,
      quiet: { since: 'S', after_seconds: seconds },
      told,
    }) as unknown as PullNews;
  const patient = { ...all, name: 'patient', quiet_seconds: 120 };
  const first = news(60, {});
  expect([all, patient].map((each) => eventsFor(each, first))).toEqual([['nothing_new'], []]);
  const second = news(120, toldAfter([all, patient], first));
  expect([all, patient].map((each) => eventsFor(each, second))).toEqual([[], ['nothing_new']]);
});

test('an event that is wanted only now is told while it lasts', () => {
  const deaf = { ...all, wants: ['delivered' as const] };
  const held = { outcome: 'held' as const, token: null, quietSince: null };
  const heard = hear([held, held, held], (index) => [index < 1 ? deaf : all]);
  expect(heard).toEqual([{ name: 'all', index: 1, event: 'held' }]);
});

test('a state of before this was remembered goes by how the service stood', () => {
  const held = { outcome: 'held' as const, token: null, quietSince: null };
  expect(eventsFor(all, newsOf(held, 'held', undefined))).toEqual([]);
  expect(eventsFor(all, newsOf(held, 'good', undefined))).toEqual(['held']);
  expect(toldAfter([all], newsOf(held, 'held', undefined))).toEqual({ all: { condition: 'held' } });
});
