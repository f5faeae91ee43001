import { createHash } from 'node:crypto';
import type { ListInTurn } from '../../domain/list/list';
import { createDevoClient } from '../devo-client';
import { lookupColumns } from '../lookup-columns';
import type { ConfirmedJob, Receipt } from '../../domain/changes/receipt';
import type { Output } from '../output';
import { sleepUnlessAborted } from '../sleep-unless-aborted';
import { deliverList } from './deploy/deliver-list';
import { DEFAULT_LIMITS, type DeliveryLimits } from './client/delivery-limits';
import type { DeliveryTools } from './deploy/delivery-tools';
import { resumeDeploys } from './deploy/deploy-progress';
import { openSession } from './client/lookups-session';
import { steadyNow } from '../../http/steady-clock';

const TYPE = 'devo_lookup';

/** How columns are declared to Devo; part of the rules, so that another way would deliver everything again. */
const COLUMN_MODE = 'all columns STRING';

export interface DevoLookupOptions {
  readonly name: string;
  /** Base address of the Lookups API, `/lookup-api` included. */
  readonly url: string;
  readonly domain: string;
  readonly token: string;
  readonly lookupName: string;
  /** How the caller chooses between everything and changes. The output does what each delivery says. */
  readonly mode: 'auto' | 'full' | 'incremental';
  /** Default true. */
  readonly verifyHostSslCert?: boolean | undefined;
  /** PEM file of authorities that are trusted beside the usual ones. */
  readonly caFile?: string | undefined;
  /** Applied to what is sent; `createObfuscation` makes it. It must leave the key column alone. */
  readonly obfuscate?: ((table: ListInTurn) => ListInTurn) | undefined;
  /** Fingerprint of the obfuscation's rules. */
  readonly obfuscationRules?: string | undefined;
  /** Address of a proxy, which is then the way whatever the environment says. */
  readonly proxy?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Where the settings stand, such as `outputs.devo_lookup.config`; named in errors. */
  readonly settingsPath: string;
  /** The service's `retry_for_seconds`: Devo's wish to wait is followed for so long at most. */
  readonly retryForSeconds?: number | undefined;
  readonly limits?: Partial<DeliveryLimits> | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: (() => number) | undefined;
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  readonly warn?: ((message: string) => void) | undefined;
}

/** An output that keeps a lookup in Devo equal to the list, through the Lookups API. */
export function createDevoLookupOutput(options: DevoLookupOptions): Output {
  const { retryForSeconds } = options;
  const limits = {
    ...DEFAULT_LIMITS,
    ...(retryForSeconds !== undefined && { retryWindowMs: retryForSeconds * 1000 }),
    ...options.limits,
  };
  const now = options.now ?? steadyNow;
  const client = createDevoClient({ ...options, requestTimeoutMs: limits.requestTimeoutMs });

  function toolsFor(signal: AbortSignal): DeliveryTools {
    return {
      session: openSession(client, options, signal),
      limits,
      signal,
      setting: `${options.settingsPath}.lookup_name`,
      now,
      sleep: options.sleep ?? sleepUnlessAborted,
      warn: options.warn ?? (() => undefined),
    };
  }

  return {
    name: options.name,
    type: TYPE,
    rules: rulesOf(options),
    async inspect(signal) {
      const { session } = toolsFor(signal);
      const exists = await session.exists();
      const jobs = await session.jobs();
      return { exists, newestJob: jobs.at(-1) ?? null, requests: session.requests };
    },
    async deliver(delivery, progress, signal) {
      const started = now();
      const tools = toolsFor(signal);
      const columns = lookupColumns(delivery.knownColumns, delivery.table);
      const obfuscate = options.obfuscate ?? ((table: ListInTurn) => table);
      const { jobs, full } = await deliverList({
        delivery,
        columns,
        progress: resumeDeploys(progress),
        tools,
        obfuscate,
      });
      return receipt(jobs, { full, columns, ms: Math.round(now() - started), requests: tools.session.requests });
    },
    close: () => client.close(),
  };
}

function receipt(jobs: readonly ConfirmedJob[], facts: Pick<Receipt, 'full' | 'columns' | 'ms' | 'requests'>): Receipt {
  return {
    ...facts,
    sent: jobs.reduce((rows, job) => rows + job.rows, 0),
    bytes: jobs.reduce((bytes, job) => bytes + job.bytes, 0),
    job: jobs.at(-1) ?? null,
    ...(jobs.some(({ assumed }) => assumed) && { assumed: true as const }),
  };
}

function rulesOf(options: DevoLookupOptions): string {
  const url = options.url.replace(/\/+$/, '');
  const identity = [TYPE, url, options.domain, options.lookupName, COLUMN_MODE, options.obfuscationRules ?? ''];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
