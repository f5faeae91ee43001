import { createHash } from 'node:crypto';
import { listDigest } from '../../domain/list/row-digest';
import type { ListOrigin } from '../../domain/list/list-origin';
import { REQUEST_LIMITS } from '../../domain/time-limits';
import { statusError } from '../../http/failure/status-error';
import { createHttpClient } from '../../http/http-client';
import { type HttpWay, waySettings } from '../../http/http-way';
import { type HttpAnswer, isSuccess } from '../../http/http-message';
import { oddityWarnings } from '../json-rows/oddity-warnings';
import { createRowReader } from '../json-rows/row-reader';
import { createTableBuilder } from '../json-rows/table-builder';
import type { RowCollector } from '../../domain/list/list';
import type { UnchangedList } from '../../domain/list/fetched-list';
import type { KnownList, ListSource, SourceList } from '../source';
import { KEV_ENVELOPE, readEdition, withTextOfCwes } from './kev-catalogue';
import { KEV_ERRORS } from './kev-errors';
import { KEV } from './kev-list';

export interface KevOptions extends HttpWay {
  /** Scheme, host, optional port and path: CISA's or a mirror's. */
  readonly apiBaseUrl: string;
  /** Path of the catalogue below it. */
  readonly endpoint: string;
  /** Path of the input in the configuration, such as `inputs.kev`. */
  readonly settingsPath: string;
  readonly totalTimeoutMs?: number | undefined;
  readonly bodyLimitBytes?: number | undefined;
}

/** The catalogue has 1.4 MB in 2026; this is enough for some decades, and a bound for what is none. */
const BODY_LIMIT_BYTES = 100 * 1024 * 1024;

/** To be raised when another list is made of the same bytes: what was read in the old way is asked for anew. */
const READING = 1;

/** A validator is carried in the state: no longer one is worth that. */
const LONGEST_VALIDATOR = 300;

/** An address that ends with the very file is that of the file: so it stands in a browser, and is copied from there. */
function placeOf({ apiBaseUrl, endpoint }: KevOptions): { readonly baseUrl: string; readonly path: string } {
  const path = `/${endpoint.replace(/^\/+/, '')}`;
  const file = path.slice(path.lastIndexOf('/'));
  return file !== '/' && apiBaseUrl.endsWith(file)
    ? { baseUrl: apiBaseUrl.slice(0, -file.length), path: file }
    : { baseUrl: apiBaseUrl, path };
}

/** CISA's catalogue as a source: one GET is the whole list, and there is no account. */
export function createKevSource(options: KevOptions): ListSource {
  const { settingsPath, bodyLimitBytes = BODY_LIMIT_BYTES } = options;
  const { baseUrl, path } = placeOf(options);
  const client = createHttpClient({
    ...options,
    baseUrl,
    limits: { connectMs: REQUEST_LIMITS.connect, totalMs: options.totalTimeoutMs ?? REQUEST_LIMITS.list },
    bodyLimitBytes,
    errors: KEV_ERRORS,
    settings: {
      address: `${settingsPath}.api_base_url`,
      credentials: `${settingsPath}.api_base_url`, // there are none
      ...waySettings(settingsPath),
    },
    secrets: () => [],
  });
  const peer = { ...client.peer, errors: KEV_ERRORS };
  const from = createHash('sha256')
    .update(JSON.stringify([options.apiBaseUrl, path, READING]))
    .digest('hex')
    .slice(0, 16);

  return {
    list: KEV,
    hasLogin: false,
    lateError: KEV_ERRORS.timeout,

    authenticate: () => Promise.resolve({ tokenExpiresAt: null, requests: 0 }),

    async fetchList<Collector extends RowCollector>(
      known: KnownList,
      signal: AbortSignal,
      collect: () => Collector,
    ): Promise<SourceList<Collector> | UnchangedList> {
      const tally = { requests: 0 };
      const collector = collect();
      const builder = createTableBuilder(KEV, false);
      const reader = createRowReader(KEV_ENVELOPE, builder, collector, bodyLimitBytes, withTextOfCwes);
      const origin = known.digest !== null && known.origin?.from === from ? known.origin : null;
      const headers = conditionsOf(origin);
      const answer = await client.send({ method: 'GET', path, headers, sink: reader }, tally, signal);
      if (known.digest !== null && origin !== null && Object.keys(headers).length > 0 && answer.status === 304)
        return {
          unchanged: true,
          digest: known.digest,
          received: origin.received,
          without_key: origin.without_key,
          requests: tally.requests,
          bytes: 0,
          origin,
        };
      if (!isSuccess(answer.status)) throw statusError(answer, peer);
      const { received, envelope, warnings } = await reader.finish(answer, peer);
      const edition = readEdition(answer, envelope, received, peer);
      const { layout, keys, fingerprints, withoutKey, oddities } = builder.finish();
      const digest = listDigest(fingerprints);
      const numbers = {
        digest,
        received,
        without_key: withoutKey,
        requests: tally.requests,
        bytes: reader.size,
        origin: { from, ...validatorsOf(answer), edition, received, without_key: withoutKey },
      };
      if (digest === known.digest) return { unchanged: true, ...numbers };
      return {
        collector,
        layout,
        keys,
        fingerprints,
        ...numbers,
        warnings: [...warnings, ...oddityWarnings(oddities)],
      };
    },

    close: () => client.close(),
  };
}

/** Asks for the catalogue only if it is another one. `If-None-Match` goes before the date where both are heeded. */
function conditionsOf(origin: ListOrigin | null): Record<string, string> {
  return {
    ...(origin?.etag !== undefined && { 'If-None-Match': origin.etag }),
    ...(origin?.last_modified !== undefined && { 'If-Modified-Since': origin.last_modified }),
  };
}

function validatorsOf(answer: HttpAnswer): Pick<ListOrigin, 'etag' | 'last_modified'> {
  const etag = validator(answer.header('etag'));
  const modified = validator(answer.header('last-modified'));
  return { ...(etag !== null && { etag }), ...(modified !== null && { last_modified: modified }) };
}

/** It is sent back as it came; what could not stand in a header is none. */
function validator(text: string | undefined): string | null {
  return text !== undefined && text.length <= LONGEST_VALIDATOR && /^[\x21-\x7e][\x20-\x7e]*$/.test(text) ? text : null;
}
