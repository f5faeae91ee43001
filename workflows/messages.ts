import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  log,
  setHandler,
} from '@temporalio/workflow';
import { PULL_NOW_UPDATE, PULL_UNDER_WAY, RELEASE_SIGNAL, RESET_SIGNAL, STATE_QUERY } from '../domain/message-names';
import type { PullReport } from '../domain/report/pull-report';
import type { PullState } from '../domain/state/pull-state';
import { applyReset } from '../domain/state/reset';
import { CollectorError } from '../errors/collector-error';
import { releaseHeld } from '../domain/guard/shrink-guard';
import { meaningOf, type SignalMeaning } from '../domain/state/signal-meaning';

export type Message = Exclude<SignalMeaning, { readonly ignored: string }>;
type Answer = { readonly report: PullReport } | { readonly failure: ApplicationFailure };

/** What a run is told from outside. */
export interface Messages<State = PullState> {
  /** Applies the signals that have come and not been applied yet, in their order. */
  apply(state: State): State;
  /** Whether a signal has come that is not applied yet. */
  hasSignals(): boolean;
  /** How many have asked for a pull. */
  asked(): number;
  /** From now on `pullNow` is refused: the list has been asked for. */
  closeDoor(): void;
  /** Answers everybody who asked for this pull. */
  answer(answer: Answer): void;
  /** What the query `state` shows. */
  show(state: State): void;
}

/**
 * Listens. Called on a run's first line: signals that came while the run waited are delivered inside `setHandler`, so
 * they are there on the second line.
 *
 * @param empty the state that the query shows before there is one
 * @param applyMessage what a signal does to a state
 */
export function listenForMessages<State>(
  empty: State,
  applyMessage: (state: State, message: Message) => State,
): Messages<State> {
  const waiting: Message[] = [];
  let doorClosed = false;
  let answered: Answer | undefined;
  let shown = empty;
  let asked = 0;

  for (const name of [RESET_SIGNAL, RELEASE_SIGNAL] as const) {
    setHandler(defineSignal<[unknown, unknown]>(name), (value, more) => {
      const meaning = meaningOf(name, value, more);
      if ('ignored' in meaning) log.warn(meaning.ignored);
      else waiting.push(meaning);
    });
  }
  setHandler(defineQuery<State>(STATE_QUERY), () => shown);
  setHandler(
    defineUpdate<PullReport>(PULL_NOW_UPDATE),
    async () => {
      asked += 1;
      await condition(() => answered !== undefined);
      if (answered === undefined || 'failure' in answered) throw answered?.failure ?? underWay();
      return answered.report;
    },
    {
      validator: () => {
        if (doorClosed) throw underWay();
      },
    },
  );

  return {
    apply: (state) => waiting.splice(0).reduce(applyMessage, state),
    hasSignals: () => waiting.length > 0,
    asked: () => asked,
    closeDoor: () => {
      doorClosed = true;
    },
    answer: (answer) => {
      doorClosed = true;
      answered = answer;
    },
    show: (state) => {
      shown = state;
    },
  };
}

/** What a signal does to the state of a list. */
export function applyListMessage(state: PullState, message: Message): PullState {
  if ('release' in message) {
    const next = releaseHeld(state, message.release, message.by);
    log.info(next === state ? 'The release names no held list and is ignored' : 'The held list may pass once');
    return next;
  }
  const next = applyReset(state, message.reset);
  log.info(
    next === state
      ? 'The reset value is the one already seen: nothing to do'
      : 'Persistence is reset: everything will be delivered again',
  );
  return next;
}

function underWay(): ApplicationFailure {
  const fault = new CollectorError('pull_under_way');
  return ApplicationFailure.create({
    message: fault.message,
    type: PULL_UNDER_WAY,
    nonRetryable: true,
    details: [fault.report()],
  });
}
