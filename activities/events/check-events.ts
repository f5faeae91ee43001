import type { CheckedStep, Tried } from '../../domain/checked-step';
import { count } from '../../domain/report/words';
import type { EventsParts } from './events-parts';

const HOUR_SECONDS = 3_600;

/** Makes a step of a check out of a piece of work. */
type Timed = (name: string, work: () => Promise<string>) => Promise<CheckedStep>;

/** Logs in, asks for one event, and gets into each output, short of sending. */
export async function checkEvents(
  events: EventsParts,
  tried: Tried,
  timed: Timed,
  signal: AbortSignal,
): Promise<CheckedStep[]> {
  const steps = tried.source ? await checkSource(events, timed, signal) : [];
  for (const output of tried.outputs ? events.outputs : []) {
    steps.push(
      await timed(`output ${output.name}`, async () => {
        await output.check?.(signal);
        return output.check
          ? wordsOf(output.type)
          : `${output.type} (events) shows with its first delivery whether it takes them`;
      }),
    );
  }
  return steps;
}

function wordsOf(type: string): string {
  return type === 'devo_http' ? 'Devo takes the token of the events' : `${type} (events) can be reached`;
}

async function checkSource(events: EventsParts, timed: Timed, signal: AbortSignal): Promise<CheckedStep[]> {
  const tally = { requests: 0 };
  return [
    await timed('ThreatQuotient credentials', async () => {
      const { expiresAt } = await events.source().authenticate(tally, signal);
      return expiresAt === null ? 'logged in' : `logged in, the access token ends ${new Date(expiresAt).toISOString()}`;
    }),
    await timed('ThreatQuotient events', async () => {
      const source = events.source();
      const upper = Math.floor(source.serverNow()) + 1;
      const page = await source.fetchPage(
        { place: { offset: 0, isAnchored: false }, limit: 1, bounds: { lower: upper - HOUR_SECONDS, upper } },
        tally,
        signal,
      );
      return page.total === null
        ? 'the query is answered with events'
        : `the query is answered: ${count(page.total)} events of the last hour`;
    }),
  ];
}
