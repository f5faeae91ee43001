import { log } from '@temporalio/activity';
import { CollectorError } from '../errors/collector-error';
import type { Confirmed, DeliveryResult } from '../domain/changes/receipt';
import { errorInWords } from '../errors/error-report';
import { rowCount } from '../domain/list/list';
import { unpackedInTurn } from '../packing/list';
import type { PinnedService } from '../domain/pull-settings';
import { count, seconds } from '../domain/report/words';
import type { Delivery } from '../outputs/output';
import { asCollectorError, redactedReport } from './boundary';
import { boundedCalls } from './bounded-calls';
import type { OrderedDelivery, Order } from '../domain/changes/order';
import type { Receipts } from '../domain/changes/receipt';
import { runPinned } from './pinned-service';
import type { RetryWindow } from './retry-window';
import { ProgressBook } from './send-progress';
import type { CollectorParts, ConfiguredOutput, ServiceParts } from './service-parts';
import { withoutDuplicates, type DistinctList } from './without-duplicates';
import { stepSignal } from './attempt/step-signal';

/**
 * Delivers to the outputs in order, and returns only when each has confirmed or failed for good. What one has confirmed
 * is in the heartbeat at once, so that a later attempt does not send it again because another one failed.
 */
export function createSendToDevo(parts: CollectorParts) {
  return function sendToDevo(pinned: PinnedService, order: Order): Promise<Receipts> {
    const book = new ProgressBook();
    return runPinned(
      parts,
      pinned,
      () => book.all,
      (service, retries) => sendToAll(parts, service, order, book, retries),
    );
  };
}

async function sendToAll(
  parts: CollectorParts,
  service: ServiceParts,
  order: Order,
  book: ProgressBook,
  retries: RetryWindow,
): Promise<Receipts> {
  // A list that an older worker has fetched was not judged there.
  const unmatched = rowCount(order.table) > 0 ? service.judgeColumns?.(order.table.columns) : null;
  if (unmatched) throw unmatched;
  log.info('Started sending the list to Devo');
  // Leaves those rows out as they are unpacked, and moves the indexes of the changes along.
  const list = withoutDuplicates(unpackedInTurn(order.table), order.duplicates);
  const results: Record<string, DeliveryResult> = {};
  let refusal: CollectorError | null = null;
  let passing: CollectorError | null = null;
  for (const ordered of order.deliveries) {
    const { confirmed } = book.of(ordered.name);
    if (confirmed) {
      results[ordered.name] = confirmed;
      continue;
    }
    try {
      results[ordered.name] = await deliver(
        parts,
        outputNamed(service.outputs, ordered.name),
        deliveryFor(ordered, order, list),
        book,
      );
    } catch (error) {
      if (stepSignal().aborted) throw error;
      const known = asCollectorError(error);
      if (retries.delayAfter(known) !== null) {
        passing ??= known; // another attempt may mend it; the other outputs need not wait for that
        continue;
      }
      refusal = known.final();
      results[ordered.name] = refused(ordered.name, refusal, parts);
    }
  }
  if (passing !== null) throw passing;
  // The only output: its error is the step's, and stands red in the Web UI. Of several, each result has its own.
  if (refusal !== null && order.deliveries.length === 1) throw refusal;
  return results;
}

async function deliver(
  parts: CollectorParts,
  { output, holds }: ConfiguredOutput,
  delivery: Delivery,
  book: ProgressBook,
): Promise<Confirmed> {
  const progress = { last: book.of(output.name).saved, save: (saved: unknown) => book.save(output.name, { saved }) };
  // Passed on as it is to the output; that of a lookup is `createDevoLookupOutput`.
  const { sent, bytes, ms, requests, columns, full, job, assumed } = await boundedCalls(parts).deliver(
    output,
    delivery,
    progress,
    stepSignal(),
  );
  const confirmed: Confirmed = {
    confirmed: true,
    sent,
    bytes,
    ms,
    requests,
    columns,
    full,
    job,
    ...(assumed && { assumed }),
  };
  book.save(output.name, { confirmed });
  parts.delivered?.(output.name, holds, sent, ms);
  log.info(
    `${output.name} has confirmed ${count(sent)} rows, ${count(bytes)} bytes, in ${seconds(ms)} ` +
      `seconds${job ? ` (job ${job.id})` : ''}`,
  );
  return confirmed;
}

function refused(output: string, error: CollectorError, parts: CollectorParts): DeliveryResult {
  const report = redactedReport(error, parts.redact);
  log.error(`${output}: ${errorInWords(report)}`);
  return { confirmed: false, requests: 0, error: report };
}

function deliveryFor(ordered: OrderedDelivery, order: Order, list: DistinctList): Delivery {
  return {
    kind: ordered.kind,
    table: list.table,
    changes: list.renumber(ordered.changes),
    knownColumns: ordered.known.columns,
    knownJob: ordered.known.job?.id ?? null,
    digest: order.digest,
    pullingId: order.pulling_id,
  };
}

function outputNamed(outputs: readonly ConfiguredOutput[], name: string): ConfiguredOutput {
  const found = outputs.find(({ output }) => output.name === name);
  if (!found) throw new CollectorError('output_unknown', { seen: name });
  return found;
}
