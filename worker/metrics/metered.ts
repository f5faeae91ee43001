import type { MessageOutput } from '../../outputs/message-output';
import type { Output } from '../../outputs/output';
import type { ListSource } from '../../sources/source';
import type { CollectorMetrics, OutputLabels } from './collector-metrics';

/** How often the age of a deploy that is under way is told. */
const AGE_EVERY_MS = 5_000;

/** An output of lists that counts what it delivers, and how long deploys take. */
export function meteredOutput(output: Output, labels: OutputLabels, metrics: CollectorMetrics): Output {
  const deploys = output.type === 'devo_lookup';
  return {
    ...output,
    async deliver(...args: Parameters<Output['deliver']>) {
      const startedAt = performance.now();
      const age = (): void => metrics.deployAge(labels, (performance.now() - startedAt) / 1000);
      const timer = deploys ? setInterval(age, AGE_EVERY_MS) : null;
      try {
        const receipt = await output.deliver(...args);
        metrics.sent(labels, receipt.sent);
        if (receipt.job) metrics.deployEnded(labels, receipt.job.ms / 1000);
        return receipt;
      } finally {
        if (timer) {
          clearInterval(timer);
          metrics.deployAge(labels, 0);
        }
      }
    },
  };
}

/** An output of events that counts what it has confirmed. */
export function meteredMessages(output: MessageOutput, labels: OutputLabels, metrics: CollectorMetrics): MessageOutput {
  return {
    ...output,
    async send(...args: Parameters<MessageOutput['send']>) {
      const receipt = await output.send(...args);
      metrics.sent(labels, receipt.sent);
      return receipt;
    },
  };
}

/** A source whose configured token's end is told. A login's tokens are renewed, and their end is nobody's concern. */
export function meteredSource(source: ListSource, ends: (epochSeconds: number) => void): ListSource {
  return {
    ...source,
    async authenticate(signal: AbortSignal) {
      const session = await source.authenticate(signal);
      if (session.tokenExpiresAt !== null) ends(Date.parse(session.tokenExpiresAt) / 1000);
      return session;
    },
  };
}
