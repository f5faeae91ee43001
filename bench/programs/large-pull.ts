import { z } from 'zod';
import { dedupeList } from '../../activities/dedupe';
import { withoutDuplicates } from '../../activities/without-duplicates';
import { markRows } from '../../domain/compare-list';
import { NO_LEDGER } from '../../domain/ledger';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { createCtciSource } from '../../sources/ctci/ctci-source';
import { DOMAIN } from '../stage/collector-config';
import { peakBytes } from '../stage/process-cost';
import { answerMessages } from './answering';

const messageSchema = z.object({ url: z.string(), lookupApiUrl: z.string() });
const NEVER = new AbortController().signal;

/** Far above the worker's own limit, which admits some 100,000 rows of this size. */
const BODY_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * A pull of a changed list in one process, by source, comparison and output, without Temporal: a list of this size does
 * not fit a payload. HTTP at both ends is part of it.
 */
answerMessages(async (message) => {
  const { url, lookupApiUrl } = messageSchema.parse(message);
  const source = createCtciSource({
    apiBaseUrl: url, endpoint: '/api/v1/cewl', credentials: { kind: 'token', apiToken: 'bench-ctci-token' }, verifyHostSslCert: true,
    deliverVolatile: false, settingsPath: 'inputs.ctci', environment: {}, bodyLimitBytes: BODY_LIMIT_BYTES,
  });
  const output = createDevoLookupOutput({
    name: 'lookup', url: lookupApiUrl, domain: DOMAIN, token: 'bench-devo-token', lookupName: 'BENCH_LOOKUP', mode: 'full', settingsPath: 'outputs.lookup.config',
  });
  const startedAt = performance.now();
  const list = await source.fetchList(null, NEVER);
  if ('unchanged' in list) throw new Error('the list should have been new');
  const fetchedMs = performance.now() - startedAt;
  const plan = dedupeList(markRows(list.table, list.fingerprints), { list: NO_LEDGER, outputs: {} });
  const dedupedMs = performance.now() - startedAt;
  const distinct = withoutDuplicates(list.table, plan.duplicates);
  const receipt = await output.deliver(
    { kind: 'everything', table: distinct.table, changes: distinct.renumber(plan.changes), knownColumns: [], knownJob: null, digest: list.digest, pullingId: 1 },
    { last: undefined, save: () => undefined },
    NEVER,
  );
  const ms = performance.now() - startedAt;
  source.close();
  output.close();
  return { ms, fetchedMs, dedupedMs, peak: peakBytes(process.pid), rows: receipt.sent, csvBytes: receipt.bytes };
});
