import { orderOf } from '../domain/changes/order';
import { judgeList } from '../domain/guard/shrink-guard';
import type { PullSettings, ServiceRef } from '../domain/pull-settings';
import type { ListPull, PullEnding, PullEvent } from '../domain/state/list-pull';
import { hasDelivered, type PullState } from '../domain/state/pull-state';
import { failureWith } from './failure-report';
import { compare, deliver, fetchList, setUp } from './steps';

/** Whoever pulls a list: a run of it, or its preview. It makes the next state of all that happens. */
export interface ListPuller {
  readonly state: PullState;
  begin(service: ServiceRef, settings: PullSettings): ListPull;
  note(event: PullEvent): void;
}

/** The pull of a list: set up, fetch it, compare it with what was delivered, deliver what differs. */
export async function pullList(service: ServiceRef, run: ListPuller): Promise<PullEnding> {
  const pull = run.begin(service, await setUp(service, hasDelivered(run.state)));
  if (pull.outputs.length === 0 && !pull.isPreview) return { ended: 'out of reach' };

  const list = await fetchList(pull, run.state);
  run.note({ happened: 'fetched', list });
  if (list.unchanged) return { ended: 'unchanged', list };

  const compared = await compare(pull, list, run.state);
  run.note({ happened: 'compared', compared });
  // holds the whole list or lets it pass, by what was counted; touches no row
  const held = judgeList(pull, list, compared, run.state);
  if (held !== null) return { ended: 'held', list, compared, held };
  run.note({ happened: 'passed the guard', list });
  if (list.refusal) throw failureWith(list.refusal);

  // the list as it is, with the indexes of duplicates and of the rows that each output gets
  const order = orderOf(pull, list, compared, run.state);
  if (pull.isPreview) return { ended: 'planned', list, compared, order };
  return { ended: 'delivered', list, compared, order, receipt: await deliver(pull, order) };
}
