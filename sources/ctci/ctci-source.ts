import { CollectorError } from '../../config/errors/collector-error';
import type { CellOddities } from '../../domain/cell';
import { listDigest, rowFingerprints } from '../../domain/row-digest';
import type { ListSource, SameList, SourceList } from '../source';
import { statusError } from './answer-error';
import type { Authentication, Pass } from './authentication';
import type { BodyMark } from './body-mark';
import type { CtciOptions } from './ctci-options';
import { createConnection } from './ctci-connection';
import { type HttpAnswer, isSuccess, type RequestTally } from './http-message';
import { readRows } from './read-rows';
import { createTableBuilder } from './table-builder';

/** The last list, as far as it is needed to recognise it by its bytes on the wire. */
interface LastBody {
  readonly mark: BodyMark;
  /** Of the body when it is unpacked. */
  readonly bytes: number;
  readonly digest: string;
  readonly received: number;
  readonly withoutKey: number;
}

/** The CTCI API as a source of the CEWL: one GET is the whole list. */
export function createCtciSource(options: CtciOptions): ListSource {
  const { client, authentication, context, listUrl, close } = createConnection(options);
  let last: LastBody | null = null;

  async function download(pass: Pass, known: BodyMark | null, tally: RequestTally, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await client.send({ method: 'GET', url: listUrl, headers: pass.headers, known }, tally, signal);
    if (!isSuccess(answer.status)) throw statusError(answer, context);
    return answer;
  }

  function readList(answer: HttpAnswer, knownDigest: string | null, requests: number): SourceList | SameList {
    const bytes = answer.body.length;
    const builder = createTableBuilder(options.deliverVolatile);
    const { received, warnings } = readRows(answer, builder, context);
    const { table, withoutKey, oddities } = builder.finish();
    const fingerprints = rowFingerprints(table);
    const digest = listDigest(fingerprints);
    last = { mark: answer.read.mark, bytes, digest, received, withoutKey };
    if (digest === knownDigest) return { unchanged: true, digest, received, withoutKey, requests, bytes };
    return { table, fingerprints, digest, received, withoutKey, requests, bytes, warnings: [...warnings, ...oddityWarnings(oddities)] };
  }

  return {
    async authenticate(signal) {
      const tally = { requests: 0 };
      const { expiresAt } = await authentication.pass(tally, signal);
      return { tokenExpiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(), requests: tally.requests };
    },

    async fetchList(knownDigest, signal) {
      const tally = { requests: 0 };
      return withPass(authentication, tally, signal, async (pass) => {
        const had = last?.digest === knownDigest ? last : null;
        const answer = await download(pass, had?.mark ?? null, tally, signal);
        if (had !== null && answer.read.isKnown) {
          const { digest, received, withoutKey, bytes } = had;
          return { unchanged: true, digest, received, withoutKey, requests: tally.requests, bytes };
        }
        return readList(answer, knownDigest, tally.requests);
      });
    },

    close,
  };
}

/** Does something with a pass, and once again with a fresh one when the API refused the first and another can be had. */
async function withPass<T>(
  authentication: Authentication, tally: RequestTally, signal: AbortSignal, work: (pass: Pass) => Promise<T>,
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

function oddityWarnings({ datesOutOfRange, tooDeep }: CellOddities): string[] {
  const warnings: string[] = [];
  if (datesOutOfRange > 0) warnings.push(`${datesOutOfRange} dates before 1970 or after 9999 were read as empty.`);
  if (tooDeep > 0) warnings.push(`${tooDeep} values nested too deeply were read as empty.`);
  return warnings;
}
