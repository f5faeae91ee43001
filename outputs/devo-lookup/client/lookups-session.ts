import { z } from 'zod';
import { CollectorError } from '../../../errors/collector-error';
import type { HttpClient } from '../../../http/http-client';
import { HttpFailure } from '../../../http/failure/http-failure';
import type { HttpAnswer, HttpRequest, RequestTally } from '../../../http/http-message';
import { jsonOf } from '../../../http/answer/json-of';
import { describeAnswer, later, statusError } from '../../../http/failure/status-error';
import type { DeployContent } from '../content/deploy-content';
import { deployForm } from './deploy-form';

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
  /** @param method POST makes the lookup, PUT changes one that exists */
  deploy(method: 'POST' | 'PUT', content: DeployContent): Promise<DeployAnswer>;
}

interface LookupPlace {
  readonly token: string;
  readonly domain: string;
  readonly lookupName: string;
}

/** @param client sends each request as `sendRequest` does, within its limits */
export function openSession(client: HttpClient, place: LookupPlace, signal: AbortSignal): LookupsSession {
  const lookup = `/lookup/${encodeURIComponent(place.domain)}/${encodeURIComponent(place.lookupName)}`;
  const tally: RequestTally = { requests: 0 };

  function send(request: Omit<HttpRequest, 'headers'>): Promise<HttpAnswer> {
    return client.send({ ...request, headers: { authorization: `Bearer ${place.token}` } }, tally, signal);
  }

  /** Reads a document; null for 404. Throws for everything that is neither. */
  async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | null> {
    const answer = await send({ method: 'GET', path });
    if (answer.status === 404) return null;
    if (!isSuccess(answer)) throw errorFor(answer, client);
    const parsed = schema.safeParse(jsonOf(answer.body));
    if (!parsed.success) throw formError(answer, client);
    return parsed.data;
  }

  return {
    get requests() {
      return tally.requests;
    },
    exists: async () => (await read(lookup, METADATA)) !== null,
    jobs: async () => (await read(`${lookup}/job`, JOB_LIST))?.jobs ?? [],
    statuses: async (job) => (await read(`${lookup}/job/${encodeURIComponent(job)}`, STATUS_LIST))?.jobs ?? null,
    async deploy(method, content) {
      try {
        const body = deployForm(content, place.lookupName);
        return judgeDeploy(await send({ method, path: `${lookup}/deploy-csv`, body, isOnce: true }), client);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof CollectorError)) throw error;
        return { kind: error instanceof HttpFailure && error.mayHaveArrived ? 'lost' : 'unsent', error };
      }
    },
  };
}

function judgeDeploy(answer: HttpAnswer, client: HttpClient): DeployAnswer {
  if (isSuccess(answer)) {
    const parsed = ACCEPTED.safeParse(jsonOf(answer.body));
    if (parsed.success) return { kind: 'accepted', job: parsed.data.id };
    return { kind: 'lost', error: formError(answer, client) };
  }
  const error = errorFor(answer, client);
  if (answer.status >= 500) return { kind: 'lost', error };
  return { kind: 'refused', status: answer.status, words: answer.body.toString('utf8'), error };
}

/** Devo's own client takes these two for success and everything else for an error. */
function isSuccess(answer: HttpAnswer): boolean {
  return answer.status === 200 || answer.status === 201;
}

function errorFor(answer: HttpAnswer, { peer }: HttpClient): CollectorError {
  if (answer.status !== 409) return statusError(answer, peer);
  return new CollectorError('devo_refused', {
    setting: peer.addressSetting,
    seen: describeAnswer(answer, peer),
    ...later(answer, peer),
  });
}

/** The error for a success whose body is not what the Lookups API answers. */
function formError(answer: HttpAnswer, { peer }: HttpClient): CollectorError {
  return new CollectorError('devo_answer', { setting: peer.addressSetting, seen: describeAnswer(answer, peer) });
}
