import { CollectorError } from '../../../errors/collector-error';
import { KEY_COLUMN, pickRows, type Cell, type Rows, type ListInTurn } from '../../../domain/list/list';
import { recasedKeys } from '../../../domain/ledger/recased-keys';
import type { ConfirmedJob } from '../../../domain/changes/receipt';
import type { Delivery } from '../../output';
import { deployContent, type DeployAction } from '../content/deploy-content';
import type { DeployScope, DeployProgress } from './deploy-progress';
import type { DeliveryTools } from './delivery-tools';
import { keysAsTable } from '../../lookup-columns';
import { runDeploy } from './run-deploy';

/** One delivery with all that its deploys have in common. */
interface ListDelivery {
  readonly delivery: Delivery;
  /** The lookup's columns in their order. */
  readonly columns: readonly string[];
  readonly progress: DeployProgress;
  readonly tools: DeliveryTools;
  /** By the rules of the service; `createObfuscation` makes it. */
  obfuscate(table: ListInTurn): ListInTurn;
}

/** The deploys that were confirmed, in their order, and whether they made the lookup whole. */
interface DeliveredJobs {
  readonly jobs: readonly ConfirmedJob[];
  readonly full: boolean;
}

/**
 * Delivers a list by one deploy, or its changes by up to two: what is new first, and only when that stands, what is
 * gone. A lookup that has vanished meanwhile gets everything, since it holds no list that changes could be made to; so
 * does one in which a key changes its spelling, since a deletion by the old one could take the new row (decision 022).
 */
export async function deliverList(list: ListDelivery): Promise<DeliveredJobs> {
  const { delivery, progress } = list;
  const whole =
    delivery.kind === 'everything' || progress.everything || recasedKeys(delivery.table, delivery.changes).size > 0;
  if (whole) return deliverEverything(list);
  const jobs: ConfirmedJob[] = [];
  const { added, changed, removed } = delivery.changes;
  const rows = pickRows(delivery.table, [...added, ...changed]);
  for (const { scope, action, table } of [
    { scope: 'rows', action: 'merge', table: rows },
    { scope: 'removed', action: 'delete', table: keysAsTable(removed) },
  ] as const) {
    if (table.rows.length === 0) continue;
    const job = await deploy(list, scope, action, table, jobs);
    if (job === null) return deliverEverything(list);
    jobs.push(job);
  }
  return { jobs, full: false };
}

async function deliverEverything(list: ListDelivery): Promise<DeliveredJobs> {
  const job = await deploy(list, 'everything', 'replace', list.delivery.table, []);
  if (job === null) throw new CollectorError('unexpected', { seen: 'a full deploy was taken for a merge' });
  return { jobs: [job], full: true };
}

/** `deployContent` writes the CSV, and `LookupsSession.deploy` sends it. */
async function deploy(
  list: ListDelivery,
  scope: DeployScope,
  action: DeployAction,
  table: ListInTurn,
  before: readonly ConfirmedJob[],
): Promise<ConfirmedJob | null> {
  const { delivery, progress, tools } = list;
  const sent = obfuscatedExceptKey(list, table);
  const settled = new Set([delivery.knownJob ?? '', ...before.map((job) => job.id)]);
  return runDeploy({ scope, content: await deployContent(action, list.columns, sent), progress, settled }, tools);
}

/** The key must stay as it is: the lookup finds rows by it, and so do later deletions. */
function obfuscatedExceptKey(list: ListDelivery, table: ListInTurn): ListInTurn {
  const key = table.columns.indexOf(KEY_COLUMN);
  if (key < 0) throw new CollectorError('unexpected', { seen: `the list has no column ${KEY_COLUMN}` });
  const sent = list.obfuscate(table);
  if (sent === table) return table;
  const sentKey = sent.columns.indexOf(KEY_COLUMN);
  if (sentKey < 0 || sent.rows.length !== table.rows.length) throw new CollectorError('key_obfuscated');
  return { columns: sent.columns, rows: withSameKeys(sent.rows, sentKey, table.rows, key) };
}

/** The rows that are sent, each compared with the one that it was made of. */
function withSameKeys(sent: Rows, sentKey: number, rows: Rows, key: number): Rows {
  return {
    length: sent.length,
    *[Symbol.iterator](): Iterator<readonly Cell[]> {
      const originals = rows[Symbol.iterator]();
      for (const row of sent) {
        const original = originals.next();
        if (original.done || original.value[key] !== row[sentKey]) throw new CollectorError('key_obfuscated');
        yield row;
      }
    },
  };
}
