import { log } from '@temporalio/activity';
import { pullingId } from '../../domain/events/event-message';
import type { EventsOrder } from '../../domain/events/events-step';
import type { SeenEvents } from '../../domain/events/state/seen-events';
import type { WalkTally } from '../../sources/threatquotient/walk-pages';
import type { StepProgress } from './walk-for-a-while';

/** More ids than these tell nobody anything. */
const SHOWN_IDS = 20;

/** The lines of a walk in the words and the order of Devo's collector. */
export interface WalkLog {
  begun(startedAt: number): void;
  /** @param now epoch milliseconds */
  ended(reached: StepProgress, tally: WalkTally, requests: number, startedAt: number, now: number): void;
}

export function createWalkLog(order: EventsOrder, periodSeconds: number | null): WalkLog {
  let { last_polled_time: lastPolled } = order;
  /** Of what was known last: most walks bring nothing new. */
  let shown: { readonly seen: SeenEvents; readonly revision: number; readonly words: string } | null = null;

  function idsInWords(seen: SeenEvents): string {
    const { revision } = seen;
    if (shown?.seen === seen && shown.revision === revision) return shown.words;
    const ids = [...seen].slice(-SHOWN_IDS).map(({ id }) => id);
    const more = seen.size > SHOWN_IDS ? `, and ${String(seen.size - SHOWN_IDS)} more` : '';
    shown = { seen, revision, words: `${ids.join(', ')}${more}` };
    return shown.words;
  }

  function stateInWords(time: number | null, seen: SeenEvents): string {
    const reset = `'${order.reset_persistence_auth.replaceAll(/[\\']/g, '\\$&')}'`;
    return (
      `{'last_polled_time': ${time === null ? 'None' : String(time)}, 'reset_persistence_auth': ` +
      `${reset}, 'all_events_ids': [${idsInWords(seen)}]}`
    );
  }

  return {
    begun(startedAt) {
      log.info(`Pull Started. Retrieving timestamp: ${timestamp(startedAt)}`);
    },
    ended({ progress: { seen } }, { received, duplicates, sent }, requests, startedAt, now) {
      const elapsed = (now - startedAt) / 1000;
      log.info(
        `Statistics for this pull cycle (@devo_pulling_id=${pullingId(startedAt)}): Number of ` +
          `requests performed: ${String(requests)}; ` +
          `Number of events received: ${String(received)}; Number of duplicated events filtered out: ` +
          `${String(duplicates)}; ` +
          `Number of events generated and sent: ${String(sent)} (from ${String(received - duplicates)} ` +
          'unflattened events); ' +
          `Average of events per second: ${(elapsed > 0 ? sent / elapsed : 0).toFixed(3)}.`,
      );
      log.warn(`last_fetched_event_id and last_update_time saved in state: ${stateInWords(lastPolled, seen)}`);
      lastPolled = startedAt / 1000;
      log.warn(`Last polled time saved in state: ${stateInWords(lastPolled, seen)}`);
      log.info('Pull terminated');
      const waiting =
        periodSeconds === null
          ? ''
          : ` Waiting for ${Math.max(0, periodSeconds - elapsed).toFixed(3)} second(s) until the next one`;
      log.info(`Data collection completed. Elapsed time: ${elapsed.toFixed(3)} seconds.${waiting}`);
    },
  };
}

function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '000+00:00');
}
