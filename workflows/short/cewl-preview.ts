import { previewOf, type TravellingPreview } from '../../domain/changes/preview';
import type { ServiceRef } from '../../domain/pull-settings';
import { after, beginPull, listPull, type ListPull } from '../../domain/state/list-pull';
import { EMPTY_STATE, type PullState } from '../../domain/state/pull-state';
import { pullList } from '../list-pull';

/** What the next pull would send: the pull without its end. Touches neither state nor Devo. */
export async function cewlPreview(service: ServiceRef, carried?: PullState): Promise<TravellingPreview> {
  let soFar = beginPull(carried ?? EMPTY_STATE, Date.now());
  const ending = await pullList(service, {
    get state(): PullState {
      return soFar.state;
    },
    begin(named, settings): ListPull {
      soFar = after(soFar, { happened: 'set up', settings });
      return listPull(named, settings, soFar.startedAt, true);
    },
    note: (event) => {
      soFar = after(soFar, event);
    },
  });
  return previewOf(soFar, ending);
}
