import { CancellationScope, CancelledFailure, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { NO_NAMED_KEYS } from '../domain/notices/pull-news';
import type { Told } from '../domain/notices/told';
import type { PullSettings, ServiceRef } from '../domain/pull-settings';
import type { PullReport } from '../domain/report/pull-report';
import { listNumbers, summaryOf } from '../domain/report/summary';
import { reportOf } from '../domain/report/pull-tally';
import { closedState } from '../domain/state/closed-state';
import { after, atEnd, beginPull, listPull, type ListPull, type PullEvent } from '../domain/state/list-pull';
import { EMPTY_STATE, type PullResult, type PullState } from '../domain/state/pull-state';
import { restoreState } from '../domain/state/restore-state';
import { sentBySender } from '../domain/state/sender-totals';
import { pullList, type ListPuller } from './list-pull';
import { applyListMessage, listenForMessages, type Messages } from './messages';
import { detailsInWords, logCompleted, logPullStarted, logStatistics } from './pull-log';
import { PullRun } from './pull-run';
import { lastingToken, tellNews } from './tell-news';

/** Runs the pull of a list. What it returns is what the next run of the cron begins with. */
export function runListPull(service: ServiceRef, seed?: PullState): Promise<PullResult<PullReport>> {
  // first line: signals that waited are delivered here
  const messages = listenForMessages(EMPTY_STATE, applyListMessage);
  return new ListRun(messages).run(service, seed);
}

/** A run that pulls a list. Its state moves on only after the sink has confirmed. */
class ListRun extends PullRun<PullState> implements ListPuller {
  protected readonly memoPatch = 'memo-of-a-cancelled-run';
  private pull = beginPull(EMPTY_STATE, this.startedAt);
  /** The state that the pull works on, with the signals that came before it. */
  private begun = EMPTY_STATE;
  private named = NO_NAMED_KEYS;

  constructor(messages: Messages) {
    super(EMPTY_STATE, messages);
  }

  protected read(carried: unknown): PullState {
    return restoreState(carried);
  }

  protected async story(service: ServiceRef): Promise<void> {
    this.begun = this.state;
    const ending = await pullList(service, this);
    this.move((pull) => atEnd(pull, ending, new Date().toISOString()));
    // What a cancelled chain has confirmed is known by now.
    if (ending.ended === 'delivered' && CancellationScope.current().consideredCancelled)
      throw new CancelledFailure('the chain was cancelled');
  }

  begin(service: ServiceRef, settings: PullSettings): ListPull {
    this.hear(); // signals that came meanwhile still count for this pull: it can be asked for until the list is
    this.note({ happened: 'set up', settings });
    this.begun = this.state;
    const pull = listPull(service, settings, this.startedAt);
    if (pull.outputs.length > 0) logPullStarted(this.startedAt);
    this.messages.closeDoor();
    return pull;
  }

  note(event: PullEvent): void {
    if (event.happened === 'compared') this.named = event.compared.named ?? NO_NAMED_KEYS;
    this.move((pull) => after(pull, event));
  }

  protected report(): PullReport {
    const times = { runId: workflowInfo().runId, startedAt: this.startedAt, endedAt: Date.now() };
    const report = reportOf(this.pull.tally, this.error === null ? this.pull.outcome : 'failed', this.state, times);
    return { ...report, error: this.error ?? report.error };
  }

  protected tell(report: PullReport): void {
    setCurrentDetails(detailsInWords(report, this.state));
    logStatistics(report, this.startedAt, this.state);
    logCompleted(report, this.startedAt, this.pull.settings?.period_seconds ?? null);
  }

  protected override async tellOthers(report: PullReport): Promise<Told | undefined> {
    const { service, begun, state, named, startedAt, toldBefore: told } = this;
    const token = lastingToken(this.pull.settings);
    const news = { audience: this.audience(), token, before: begun, list: state.list, report, named, told, startedAt };
    return service === null ? told : tellNews({ service, ...news });
  }

  protected closed(report: PullReport): PullState {
    return closedState(this.state, report, sentBySender(this.pull.settings?.outputs ?? [], report.outputs));
  }

  protected told(): PullSettings | null {
    return this.pull.settings;
  }

  protected summary(report: PullReport): string {
    return summaryOf(report, listNumbers(report));
  }

  private move(moved: (pull: typeof this.pull) => typeof this.pull): void {
    this.pull = moved({ ...this.pull, state: this.state });
    this.become(this.pull.state);
  }
}
