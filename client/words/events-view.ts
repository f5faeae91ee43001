import { isEventsState } from '../../domain/state/any-state';
import type { EventsService } from '../../config/enabled-services';
import { CollectorError } from '../../errors/collector-error';
import type { EventsPreview } from '../../domain/events/events-preview';
import { EVENTS_INSPECT_WORKFLOW_TYPE } from '../../domain/message-names';
import { shownLine } from '../../domain/report/shown-text';
import { count, counted } from '../../domain/report/words';
import { askWorker } from '../chain/ask-worker';
import { carriedState } from '../chain/carried-state';
import { readChain } from '../chain/read-chain';
import type { Collector } from '../open-collector';

/** Ids that a person is shown; `--json` has all of the page. */
const SHOWN_IDS = 20;

/**
 * Asks the worker what the next walk would send. A window that is walked meanwhile may be ahead of the state that is
 * known.
 */
export async function inspectEvents(collector: Collector, service: EventsService): Promise<EventsPreview> {
  const chain = await readChain(collector.reader, service.workflowId);
  const state = chain && carriedState(chain);
  const known = state !== null && isEventsState(state) ? [state] : [];
  return askWorker<EventsPreview>(collector, service, EVENTS_INSPECT_WORKFLOW_TYPE, known);
}

export function previewOfEventsInWords(name: string, found: EventsPreview): string {
  const { received, added, changed, total } = found;
  const of = total === null ? '' : ` of ${count(total)} in the window`;
  const lines = [
    `${name}: first page: ${counted(received, 'event')}${of}, added ${count(added.length)}, changed ` +
      count(changed.length),
  ];
  if (found.outcome === 'unchanged') lines.push('  nothing would be sent');
  for (const [what, ids] of [
    ['added', added],
    ['changed', changed],
  ] as const) {
    const more = ids.length > SHOWN_IDS ? `, and ${count(ids.length - SHOWN_IDS)} more (--json shows all)` : '';
    if (ids.length > 0) lines.push(`  ${what}: ${ids.slice(0, SHOWN_IDS).map(shownLine).join(', ')}${more}`);
  }
  return lines.join('\n');
}

/** Whether ThreatQ counts what was delivered in the window that is remembered, and in words. */
export async function verifyEvents(
  collector: Collector,
  service: EventsService,
): Promise<{ readonly agrees: boolean; readonly words: string }[]> {
  const name = `${service.input}/${service.service}`;
  if (!(await readChain(collector.reader, service.workflowId))?.open)
    throw new CollectorError('not_running', { seen: name });
  const { window } = await inspectEvents(collector, service);
  if (window === null) return [{ agrees: true, words: `${name}: nothing was delivered lately that could be counted` }];
  const { from, to, delivered, counted: found } = window;
  const times = `from ${from} to ${to}`;
  if (found === null)
    return [
      {
        agrees: true,
        words: `${name}: ThreatQuotient does not count its events; ${count(delivered)} were delivered ${times}`,
      },
    ];
  const agrees = found <= delivered;
  const words =
    `${agrees ? 'agrees' : 'does not agree'}: ThreatQuotient counts ${counted(found, 'event')} ` +
    `${times}, ${count(delivered)} were delivered`;
  return [{ agrees, words: `${name}: ${words}${agrees ? '' : '; the next walk looks at them again'}` }];
}
