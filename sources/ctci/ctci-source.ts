import { CollectorError } from '../../errors/collector-error';
import { listDigest } from '../../domain/list/row-digest';
import type { RowCollector } from '../../domain/list/list';
import type { UnchangedList } from '../../domain/list/fetched-list';
import type { ListSource, SourceList } from '../source';
import type { BodyMark } from '../../http/answer/body-mark';
import type { BodySink } from '../../http/answer/body-sink';
import { type HttpAnswer, isSuccess, type RequestTally } from '../../http/http-message';
import { statusError } from '../../http/failure/status-error';
import type { Authentication, Pass } from './login/authentication';
import type { CtciOptions } from './ctci-options';
import { CEWL } from './cewl-list';
import { CTCI_ERRORS } from './ctci-errors';
import { createConnection } from './ctci-connection';
import { BODY_LIMIT_BYTES } from './ctci-options';
import { oddityWarnings } from '../json-rows/oddity-warnings';
import { createRowReader } from '../json-rows/row-reader';
import { createTableBuilder } from '../json-rows/table-builder';

/** The last list, as far as it is needed to recognise it by its bytes on the wire. */
interface LastBody {
  readonly mark: BodyMark;
  /** Of the body when it is unpacked. */
  readonly bytes: number;
  readonly digest: string;
  readonly received: number;
  readonly without_key: number;
}

/** The API answers with a bare array, or with an object around it. */
const ENVELOPE = { rows: 'data', mayBeBare: true, mayTellTotals: true };

/** The CTCI API as a source of the CEWL: one GET is the whole list. */
export function createCtciSource(options: CtciOptions): ListSource {
  const { client, authentication, listPath } = createConnection(options);
  const peer = { ...client.peer, errors: CTCI_ERRORS };
  let last: LastBody | null = null;

  /** The sink gets the body unpacked, in pieces as it arrives. */
  async function download(
    pass: Pass,
    sink: BodySink,
    known: BodyMark | null,
    tally: RequestTally,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const answer = await client.send(
      { method: 'GET', path: listPath, headers: pass.headers, sink, known },
      tally,
      signal,
    );
    if (!isSuccess(answer.status)) throw statusError(answer, client.peer);
    return answer;
  }

  async function fetchWith<Collector extends RowCollector>(
    pass: Pass,
    knownDigest: string | null,
    collector: Collector,
    tally: RequestTally,
    signal: AbortSignal,
  ): Promise<SourceList<Collector> | UnchangedList> {
    const builder = createTableBuilder(CEWL, options.deliverVolatile);
    const reader = createRowReader(ENVELOPE, builder, collector, options.bodyLimitBytes ?? BODY_LIMIT_BYTES);
    const had = last?.digest === knownDigest ? last : null;
    const answer = await download(pass, reader, had?.mark ?? null, tally, signal);
    const { requests } = tally;
    if (had !== null && answer.read.isKnown) {
      const { digest, received, without_key, bytes } = had;
      return { unchanged: true, digest, received, without_key, requests, bytes };
    }
    const { received, warnings } = await reader.finish(answer, peer);
    const { layout, keys, fingerprints, withoutKey, oddities } = builder.finish();
    const digest = listDigest(fingerprints);
    const bytes = reader.size;
    last = { mark: answer.read.mark, bytes, digest, received, without_key: withoutKey };
    if (digest === knownDigest) return { unchanged: true, digest, received, without_key: withoutKey, requests, bytes };
    return {
      collector,
      layout,
      keys,
      fingerprints,
      digest,
      received,
      without_key: withoutKey,
      requests,
      bytes,
      warnings: [...warnings, ...oddityWarnings(oddities)],
    };
  }

  return {
    list: CEWL,
    hasLogin: true,
    lateError: CTCI_ERRORS.timeout,

    async authenticate(signal) {
      const tally = { requests: 0 };
      const { expiresAt } = await authentication.pass(tally, signal);
      return {
        tokenExpiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
        renews: options.credentials.kind === 'login',
        requests: tally.requests,
      };
    },

    async fetchList({ digest: knownDigest }, signal, collect) {
      const tally = { requests: 0 };
      return withPass(authentication, tally, signal, (pass) => fetchWith(pass, knownDigest, collect(), tally, signal));
    },

    close: () => client.close(),
  };
}

/**
 * Does something with a pass, and once again with a fresh one when the API refused the first and another can be had.
 */
async function withPass<T>(
  authentication: Authentication,
  tally: RequestTally,
  signal: AbortSignal,
  work: (pass: Pass) => Promise<T>,
): Promise<T> {
  const pass = await authentication.pass(tally, signal);
  try {
    return await work(pass);
  } catch (error) {
    const isRefused = error instanceof CollectorError && error.id === 'ctci_unauthorized';
    if (!isRefused || !authentication.refused(pass)) throw error;
    return work(await authentication.pass(tally, signal));
  }
}
