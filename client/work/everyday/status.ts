import { CollectorError } from '../../../errors/collector-error';
import type { Collector } from '../../open-collector';
import { watchStatus } from '../../watch-status';
import { isWell, viewServices } from '../../words/service-view';
import { EXIT, type VerbResult } from '../../verb-result';
import { lookOf } from '../../words/look';
import { statusInWords } from '../../words/status-words';

interface StatusOptions {
  readonly watch: boolean;
  readonly json: boolean;
}

/** Shows every service as it stands: once, or again and again until Ctrl-C. Throws CollectorError `usage`. */
export function status(collector: Collector, { watch, json }: StatusOptions): Promise<VerbResult> {
  if (watch && json)
    throw new CollectorError('usage', {
      setting: '--watch',
      seen: '--json prints one document, and --watch has no end',
    });
  return watch ? watchStatus(collector) : statusOnce(collector);
}

/** Not well (exit 1): held, stopped, failing, or without a good pull for too long. */
async function statusOnce(collector: Collector): Promise<VerbResult> {
  const now = new Date();
  const services = await viewServices(collector, now);
  return {
    exit: services.every(isWell) ? EXIT.done : EXIT.failed,
    services,
    words: statusInWords(services, now, lookOf(process.stdout, process.env)),
  };
}
