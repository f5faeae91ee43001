import type { EnabledService } from '../../../config/enabled-services';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { isEventsState, type AnyState } from '../../../domain/state/any-state';
import { applyEventsReset } from '../../../domain/events/state/events-reset';
import type { EventsState } from '../../../domain/events/state/events-state';
import { applyReset } from '../../../domain/state/reset';
import { readCarried } from '../../chain/carried-state';
import { readChain } from '../../chain/read-chain';
import { unappliedSignals } from '../../chain/unapplied-signals';
import { confirmed } from '../../confirmed';
import { insistOnChoice, type Collector } from '../../open-collector';
import { pullServices } from '../everyday/pull';
import { signalServices } from '../../signal-services';
import { viewServices } from '../../words/service-view';
import { EXIT, type VerbResult } from '../../verb-result';

export interface ResetOptions {
  readonly all: boolean;
  readonly now: boolean;
  readonly yes: boolean;
  /** How long a pull is waited for, in seconds. */
  readonly timeout: number;
}

/**
 * Signals a new value of `reset_persistence_auth`: the next pull delivers everything again. With `now` it pulls too.
 */
export async function reset(
  collector: Collector,
  options: ResetOptions,
  [given]: readonly (string | undefined)[],
): Promise<VerbResult> {
  insistOnChoice(collector.services, options.all);
  const value = given ?? new Date().toISOString();
  const names = collector.services.map(({ input, service }) => `${input}/${service}`).join(', ');
  if (options.now && !options.yes && !(await confirmed(`Deliver everything of ${names} again, now?`)))
    return { exit: EXIT.failed, services: await viewServices(collector), words: 'Nothing was reset.' };
  const notes: string[] = [];
  await signalServices(collector, async (handle, service) => {
    const state = await stateToReset(collector, service);
    await handle.signal(RESET_SIGNAL, value);
    notes.push(resetInWords(state, value, options.now ? 'the pull that follows' : 'the next pull'));
  });
  const told = collector.services.map(({ input, service }, index) => `${input}/${service}: ${notes[index] ?? ''}`);
  const done = options.now
    ? await pullServices(collector, options.timeout)
    : { exit: EXIT.done, services: await viewServices(collector), words: '' };
  return {
    ...done,
    services: done.services.map((view, index) => ({
      ...view,
      ...(notes[index] !== undefined && { note: notes[index] }),
    })),
    words: [...told, ...(done.words === '' ? [] : [done.words])].join('\n'),
  };
}

/**
 * The state that the signal will meet, with what was signalled before; null before the first pull, or where nobody can
 * read it.
 */
async function stateToReset({ reader }: Collector, { workflowId }: EnabledService): Promise<AnyState | null> {
  const chain = await readChain(reader, workflowId);
  if (!chain?.open) return null;
  const waiting = chain.working ? await unappliedSignals(reader, workflowId, chain.runId) : chain.waiting;
  return readCarried({ ...chain, waiting }).state;
}

/** What the value does to the state, by the rule of the workflow: nothing is promised that will not happen. */
function resetInWords(state: AnyState | null, value: string, pull: string): string {
  if (state !== null && isEventsState(state)) return eventsResetInWords(state, value, pull);
  const isKnown = state !== null && applyReset(state, value) === state;
  if (isKnown && !state.deliver_all)
    return (
      `reset_persistence_auth is "${value}" already, so nothing is delivered again; leave the ` +
      'value out, or give another one'
    );
  const effect =
    state?.held && !state.held.released
      ? `everything is delivered again once a list passes; the held one does not`
      : `${pull} delivers everything again`;
  return isKnown
    ? `reset_persistence_auth is "${value}" already, and that reset is still pending: ${effect}`
    : `reset_persistence_auth is "${value}"; ${effect}`;
}

function eventsResetInWords(state: EventsState, value: string, pull: string): string {
  const effect = `${pull} begins again at the historical date`;
  if (applyEventsReset(state, value) !== state) return `reset_persistence_auth is "${value}"; ${effect}`;
  if (state.cursor === null)
    return `reset_persistence_auth is "${value}" already, and that reset is still pending: ${effect}`;
  return (
    `reset_persistence_auth is "${value}" already, so nothing is delivered again; leave the ` +
    'value out, or give another one'
  );
}
