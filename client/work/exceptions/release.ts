import { hostname } from 'node:os';
import { CollectorError } from '../../../errors/collector-error';
import { RELEASE_SIGNAL } from '../../../domain/message-names';
import type { HeldList } from '../../../domain/guard/held-list';
import type { Release } from '../../../domain/guard/release';
import { heldInWords } from '../../../domain/guard/shrink-guard';
import { shownLine } from '../../../domain/report/shown-text';
import { count, counted } from '../../../domain/report/words';
import { readPulledList } from '../../chain/pulled-list';
import { confirmed } from '../../confirmed';
import { insistOnChoice, type Collector } from '../../open-collector';
import { pullServices } from '../everyday/pull';
import { viewServices } from '../../words/service-view';
import { signalServices } from '../../signal-services';
import { EXIT, type ServiceView, type VerbResult } from '../../verb-result';
import { complain } from '../../voice';

export interface ReleaseOptions {
  readonly all: boolean;
  readonly now: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly reason: string | undefined;
  /** How long a pull is waited for, in seconds. */
  readonly timeout: number;
}

type HeldService = ServiceView & { readonly held: HeldList };

/** Rows that are named before somebody is asked. */
const SHOWN_ROWS = 10;

const UNDO =
  'Until then "ctci-collector stop" keeps it from passing. ' +
  'After it, what has vanished comes back with the first list that holds it.';

/**
 * Lets the held list through once: the very one that is shown here, by its digest. Shows what would go, and asks. With
 * `now` it pulls too.
 */
export async function release(collector: Collector, options: ReleaseOptions): Promise<VerbResult> {
  insistOnChoice(collector.services, options.all);
  const views = await viewServices(collector);
  const held = views.filter((view): view is HeldService => view.held !== null);
  if (held.length === 0)
    throw new CollectorError('nothing_held', {
      seen: views.map(({ input, service, state }) => `${input}/${service} is ${state}`).join(', '),
    });
  const shown = await Promise.all(held.map((view) => passingInWords(collector, view)));
  if (!options.yes) {
    complain(`${shown.join('\n')}\n`);
    const names = held.map(({ input, service }) => `${input}/${service}`).join(', ');
    if (!(await confirmed(`Let it through: ${names}?`)))
      return { exit: EXIT.failed, services: views, words: 'Nothing was released.' };
  }
  const by: Release = { reason: options.reason ?? null, at: new Date().toISOString(), host: hostname() };
  const digests = new Map(held.map((view) => [view.workflow_id, view.held.digest]));
  await signalServices(collector, async (handle, service) => {
    const digest = digests.get(service.workflowId);
    if (digest !== undefined) await handle.signal(RELEASE_SIGNAL, digest, by);
  });
  const notes = [
    ...(options.yes ? shown : []),
    ...held.map((view) => `${view.input}/${view.service}: released: ${heldInWords(view.held)}`),
  ];
  if (!options.now)
    return {
      exit: EXIT.done,
      services: await viewServices(collector),
      words: [...notes, 'It passes with the next pull, if its source still gives this very list.', UNDO].join('\n'),
    };
  const pulled = await pullServices(collector, options.timeout);
  return { ...pulled, words: [...notes, pulled.words].join('\n') };
}

/** Counts, and the first rows that would vanish, from the history of the run that was held last. */
async function passingInWords(
  { reader }: Collector,
  { input, service, workflow_id, held, last_pull }: HeldService,
): Promise<string> {
  const head = `${input}/${service}: ${heldInWords(held)}; the held list has ${counted(held.rows, 'row')}`;
  if (last_pull?.outcome !== 'held') return head;
  const list = await readPulledList(reader, workflow_id, last_pull.run_id).catch(() => null); // retained no longer
  if (list === null) return head;
  const { added, changed, removed } = list;
  const lines = [
    head,
    `  would be added ${count(added.length)}, changed ${count(changed.length)}, removed ${count(removed.length)}`,
  ];
  if (removed.length > 0) lines.push(`  would vanish: ${removed.slice(0, SHOWN_ROWS).map(shownLine).join(', ')}`);
  if (removed.length > SHOWN_ROWS) lines.push(`  ... and ${count(removed.length - SHOWN_ROWS)} more`);
  return lines.join('\n');
}
