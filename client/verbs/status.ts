import type { Collector } from '../open-collector';
import { isWell, viewServices } from '../words/service-view';
import { EXIT, type VerbResult } from '../verb-result';
import { lookOf } from '../words/look';
import { statusInWords } from '../words/status-words';

/** Shows every service as it stands. Not well (exit 1): held, stopped, failing, or without a good pull for too long. */
export async function status(collector: Collector): Promise<VerbResult> {
  const now = new Date();
  const services = await viewServices(collector, now);
  return {
    exit: services.every(isWell) ? EXIT.done : EXIT.failed,
    services,
    words: statusInWords(services, now, lookOf(process.stdout, process.env)),
  };
}
