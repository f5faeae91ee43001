/** The sender services that users of Devo's collectors know, by the kind of what they deliver. */
export const SENDER_SERVICES = ['internal', 'standard', 'lookup'] as const;
export type SenderService = (typeof SENDER_SERVICES)[number];

/** What a sender service has delivered: rows or events, and the time that it took. */
export interface SenderTotal {
  readonly sent: number;
  readonly ms: number;
}

export type SenderTotals = Readonly<Record<SenderService, SenderTotal>>;

const NOTHING: SenderTotal = { sent: 0, ms: 0 };
export const NOTHING_SENT: SenderTotals = { internal: NOTHING, standard: NOTHING, lookup: NOTHING };

/** Lists go by the lookup service, events by the standard one. */
export function senderOf(holds: 'list' | 'events'): SenderService {
  return holds === 'list' ? 'lookup' : 'standard';
}

export function addSent(totals: SenderTotals, service: SenderService, sent: number, ms: number): SenderTotals {
  const before = totals[service];
  return { ...totals, [service]: { sent: before.sent + sent, ms: before.ms + ms } };
}

/** What each sender service has delivered in a pull. */
export function sentBySender(
  outputs: readonly { readonly name: string; readonly holds: 'list' | 'events' }[],
  reports: Readonly<Record<string, SenderTotal>>,
): SenderTotals {
  return outputs.reduce(
    (sum, { name, holds }) => addSent(sum, senderOf(holds), reports[name]?.sent ?? 0, reports[name]?.ms ?? 0),
    NOTHING_SENT,
  );
}
