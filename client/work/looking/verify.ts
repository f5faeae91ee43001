import { CollectorError } from '../../../errors/collector-error';
import { listStateOf } from '../../../domain/state/any-state';
import type { EnabledService } from '../../../config/enabled-services';
import { doubtAbout } from '../../../domain/changes/delivery-plan';
import { errorInWords } from '../../../errors/error-report';
import { INSPECT_WORKFLOW_TYPE } from '../../../domain/message-names';
import type { OutputSettings, PullSettings } from '../../../domain/pull-settings';
import { UNKNOWN_OUTPUT, type OutputState, type PullState } from '../../../domain/state/pull-state';
import { counted, shortDigest } from '../../../domain/report/words';
import { verifyEvents } from '../../words/events-view';
import { askWorker } from '../../chain/ask-worker';
import { betweenPulls } from '../../chain/between-pulls';
import { carriedState } from '../../chain/carried-state';
import type { Collector } from '../../open-collector';
import { viewServices } from '../../words/service-view';
import { EXIT, type VerbResult } from '../../verb-result';
import { clockTime } from '../../words/times';

interface Verdict {
  readonly agrees: boolean;
  readonly words: string;
}

/** Compares what Devo says of each lookup (metadata, newest job) with the carried state. They agree, or exit 1. */
export async function verify(collector: Collector): Promise<VerbResult> {
  const verdicts = await Promise.all(collector.services.map((service) => verifyService(collector, service)));
  return {
    exit: verdicts.flat().every(({ agrees }) => agrees) ? EXIT.done : EXIT.failed,
    services: (await viewServices(collector)).map((view, index) => ({ ...view, note: notesOn(verdicts[index]) })),
    words: verdicts.map(notesOn).join('\n'),
  };
}

function notesOn(verdicts: readonly Verdict[] = []): string {
  return verdicts.map(({ words }) => words).join('\n');
}

async function verifyService(collector: Collector, service: EnabledService): Promise<Verdict[]> {
  if (service.kind === 'events') return verifyEvents(collector, service);
  const { found: settings, chain } = await betweenPulls(collector.reader, service.workflowId, (running) => {
    if (running === null) throw new CollectorError('not_running', { seen: `${service.input}/${service.service}` });
    return askWorker<PullSettings>(collector, service, INSPECT_WORKFLOW_TYPE);
  });
  const state = listStateOf(chain && carriedState(chain));
  return settings.outputs.map((output) =>
    verdictOn(`${service.input}/${service.service} ${output.name}`, output, state),
  );
}

function verdictOn(name: string, output: OutputSettings, state: PullState | null): Verdict {
  if (output.fault) return { agrees: false, words: `${name}: cannot be looked at: ${errorInWords(output.fault)}` };
  if (output.type !== 'devo_lookup')
    return { agrees: true, words: `${name}: events leave nothing behind that could be compared` };
  const known = state?.outputs[output.name] ?? UNKNOWN_OUTPUT;
  const trouble = disagreement(output, known);
  if (trouble !== null)
    return { agrees: false, words: `${name}: does not agree: ${trouble}; the next pull delivers everything` };
  const rows = `${counted(state?.list.rows ?? 0, 'row')}, digest ${shortDigest(known.digest)}`;
  const job = known.job === null ? '' : `, job ${known.job.id} of ${clockTime(known.job.at, new Date())}`;
  return { agrees: true, words: `${name}: agrees: ${rows}${job} is the newest that Devo knows` };
}

function disagreement(output: OutputSettings, known: OutputState): string | null {
  if (known.digest === null)
    return output.exists
      ? 'the lookup exists, but nothing has been confirmed to it yet'
      : 'nothing has been delivered yet';
  if (known.rules !== output.rules) return 'the output was configured anew since the last delivery';
  return doubtAbout(output, known);
}
