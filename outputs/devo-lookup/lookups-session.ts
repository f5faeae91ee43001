import { z } from 'zod';
import { formError, statusError } from './answer-error';
import type { DeployContent } from './deploy-content';
import { deployForm } from './deploy-form';
import type { LookupsConnection } from './lookups-connection';
import type { LookupsAnswer, LookupsRequest, RequestOutcome } from './lookups-outcome';
import { sendRequest } from './lookups-request';
import type { CollectorError } from '../../config/errors/collector-error';
import { parseJson } from './plain-words';

const METADATA = z.record(z.string(), z.unknown());
const JOB_LIST = z.looseObject({ jobs: z.array(z.string()) });
const STATUS_LIST = z.looseObject({ jobs: z.array(z.unknown()) });
const ACCEPTED = z.looseObject({ id: z.string().min(1) });

/** What became of a deploy request. */
export type DeployAnswer =
  | { readonly kind: 'accepted'; readonly job: string }
  /** Devo said no: nothing has begun. */
  | { readonly kind: 'refused'; readonly status: number; readonly words: string; readonly error: CollectorError }
  /** Devo cannot have got it. */
  | { readonly kind: 'unsent'; readonly error: CollectorError }
  /** Devo may have begun a job. */
  | { readonly kind: 'lost'; readonly error: CollectorError };

/** The requests of the Lookups API about one lookup, made on behalf of one call. */
export interface LookupsSession {
  /** Requests made so far. */
  readonly requests: number;
  exists(): Promise<boolean>;
  /** Ids of the last ten jobs, oldest first; none when there is no such lookup. */
  jobs(): Promise<readonly string[]>;
  /** Statuses of a job, oldest first; null when Devo does not know the job. */
  statuses(job: string): Promise<readonly unknown[] | null>;
  deploy(method: 'POST' | 'PUT', content: DeployContent): Promise<DeployAnswer>;
}

interface LookupPlace {
  readonly domain: string;
  readonly lookupName: string;
}

export function openSession(connection: LookupsConnection, place: LookupPlace, signal: AbortSignal): LookupsSession {
  const lookup = `/lookup/${encodeURIComponent(place.domain)}/${encodeURIComponent(place.lookupName)}`;
  let requests = 0;

  async function send(request: LookupsRequest): Promise<RequestOutcome> {
    requests += 1;
    return sendRequest(connection, request, signal);
  }

  /** Reads a document; null for 404. Throws for everything that is neither. */
  async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | null> {
    const request: LookupsRequest = { method: 'GET', path };
    const outcome = await send(request);
    if (outcome.kind !== 'answer') throw outcome.error;
    if (outcome.status === 404) return null;
    if (!isSuccess(outcome)) throw statusError(outcome, request, connection);
    const parsed = schema.safeParse(parseJson(outcome.text));
    if (!parsed.success) throw formError(outcome, request, connection);
    return parsed.data;
  }

  return {
    get requests() {
      return requests;
    },
    exists: async () => (await read(lookup, METADATA)) !== null,
    jobs: async () => (await read(`${lookup}/job`, JOB_LIST))?.jobs ?? [],
    statuses: async (job) => (await read(`${lookup}/job/${encodeURIComponent(job)}`, STATUS_LIST))?.jobs ?? null,
    async deploy(method, content) {
      const request: LookupsRequest = {
        method,
        path: `${lookup}/deploy-csv`,
        body: (touch) => deployForm(content, place.lookupName, touch),
      };
      const outcome = await send(request);
      if (outcome.kind !== 'answer') return outcome;
      if (isSuccess(outcome)) {
        const parsed = ACCEPTED.safeParse(parseJson(outcome.text));
        if (parsed.success) return { kind: 'accepted', job: parsed.data.id };
        return { kind: 'lost', error: formError(outcome, request, connection) };
      }
      const error = statusError(outcome, request, connection);
      if (outcome.status >= 500) return { kind: 'lost', error };
      return { kind: 'refused', status: outcome.status, words: outcome.text, error };
    },
  };
}

/** Devo's own client takes these two for success and everything else for an error. */
function isSuccess(answer: LookupsAnswer): boolean {
  return answer.status === 200 || answer.status === 201;
}
