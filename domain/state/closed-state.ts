import { remember, type PullReport } from '../report/pull-report';
import type { Totals } from './pull-state';
import { addSent, NOTHING_SENT, SENDER_SERVICES, type SenderTotals } from './sender-totals';

/** A state as the run hands it on: with the pull among its sums and its last reports. */
export function closedState<
  State extends { readonly totals: Totals; readonly reports: Parameters<typeof remember>[0] },
>(state: State, report: PullReport, sent: SenderTotals): State {
  const { totals } = state;
  return {
    ...state,
    totals: {
      pulls: totals.pulls + 1,
      delivered: totals.delivered + (report.outcome === 'delivered' ? 1 : 0),
      sent: totals.sent + report.sent,
      senders: SENDER_SERVICES.reduce(
        (sum, name) => addSent(sum, name, sent[name].sent, sent[name].ms),
        totals.senders ?? NOTHING_SENT,
      ),
    },
    reports: remember(state.reports, report),
  };
}
