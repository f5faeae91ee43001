import { CollectorError } from '../../errors/collector-error';
import { RELEASE_SIGNAL } from '../../domain/message-names';
import { heldInWords } from '../../domain/guard/shrink-guard';
import { insistOnChoice, type Collector } from '../open-collector';
import { pullServices } from './pull';
import { viewServices } from '../words/service-view';
import { signalServices } from '../signal-services';
import { EXIT, type VerbResult } from '../verb-result';

export interface ReleaseOptions {
  readonly all: boolean;
  readonly now: boolean;
  /** How long a pull is waited for, in seconds. */
  readonly timeout: number;
}

/** Lets the held list through once: the very one that is shown here, by its digest. With `now` it pulls too. */
export async function release(collector: Collector, options: ReleaseOptions): Promise<VerbResult> {
  insistOnChoice(collector.services, options.all);
  const views = await viewServices(collector);
  const held = new Map(views.flatMap((view) => (view.held ? [[view.workflow_id, view.held] as const] : [])));
  if (held.size === 0)
    throw new CollectorError('nothing_held', {
      seen: views.map(({ input, service, state }) => `${input}/${service} is ${state}`).join(', '),
    });
  await signalServices(collector, async (handle, service) => {
    const list = held.get(service.workflowId);
    if (list) await handle.signal(RELEASE_SIGNAL, list.digest);
  });
  const notes = views.flatMap(({ input, service, held: list }) =>
    list ? [`${input}/${service}: released: ${heldInWords(list)}`] : [],
  );
  if (!options.now)
    return {
      exit: EXIT.done,
      services: await viewServices(collector),
      words: [...notes, 'It passes with the next pull, if CTCI still gives this very list.'].join('\n'),
    };
  const pulled = await pullServices(collector, options.timeout);
  return { ...pulled, words: [...notes, pulled.words].join('\n') };
}
